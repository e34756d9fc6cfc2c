@echo off
rem The gradus command for Windows, run from a checkout: builds on first use and after a change of
rem the sources, then starts Java. See the script "gradus" for why each setting is as it is.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
set "JAR=%ROOT%\gradus-cli\target\gradus-cli.jar"
set "CLASSPATH_FILE=%ROOT%\gradus-cli\target\classpath"

if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java.exe") else (set "JAVA=java.exe")
set "MAJOR="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2>&1" ^| findstr /i version') do if not defined MAJOR set "MAJOR=%%~v"
if not defined MAJOR (
  echo gradus: no java found: install a JDK, 17 or newer, or set JAVA_HOME>&2
  exit /b 1
)
for /f "delims=.-" %%v in ("%MAJOR%") do set "MAJOR=%%v"
if %MAJOR% LSS 17 (
  echo gradus: "%JAVA%" is Java %MAJOR%, and Gradus needs 17 or newer: set JAVA_HOME to such a JDK>&2
  exit /b 1
)

set "BUILD=1"
if exist "%JAR%" if exist "%CLASSPATH_FILE%" (
  powershell -NoProfile -Command "$t = (Get-Item $env:CLASSPATH_FILE).LastWriteTime; $s = 'gradus-library', 'gradus-lab', 'gradus-cli' | ForEach-Object { Join-Path $env:ROOT ($_ + '\pom.xml'); Join-Path $env:ROOT ($_ + '\src\main') }; exit [int][bool](Get-ChildItem -Recurse (@(Join-Path $env:ROOT 'pom.xml') + $s) | Where-Object { $_.LastWriteTime -gt $t } | Select-Object -First 1)" && set "BUILD="
)
if defined BUILD (
  echo gradus: building, one to five minutes on first use; up to 250 MB are downloaded once ...>&2
  pushd "%ROOT%"
  call "%ROOT%\mvnw.cmd" -q -B -pl gradus-cli -am -Dmaven.test.skip=true -Dmaven.source.skip=true package 1>&2
  if errorlevel 1 (
    popd
    echo gradus: the build failed; the messages above say why>&2
    exit /b 1
  )
  popd
)

if not defined OPENBLAS_NUM_THREADS set "OPENBLAS_NUM_THREADS=1"
set "NATIVE_ACCESS="
if %MAJOR% GEQ 22 set "NATIVE_ACCESS=--enable-native-access=ALL-UNNAMED"
rem In the environment, where java looks too: the command line has less room.
for /f "usebackq delims=" %%c in ("%CLASSPATH_FILE%") do set "CLASSPATH=%JAR%;%%c"
"%JAVA%" %NATIVE_ACCESS% -Xmx2g -XX:+UseSerialGC -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 %GRADUS_JAVA_OPTS% org.gradus.cli.Main %*
