package org.gradus.lab.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gradus.core.AtomicFiles;
import org.gradus.core.Checkpoint;
import org.gradus.core.State;
import org.gradus.lab.data.Sha256;
import org.gradus.lab.provenance.RunFolders;
import org.gradus.lab.report.ReportFiles;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.ModelInfo;
import org.gradus.lab.result.ResultJson;

/**
 * The folder of one comparison, held by one process at a time.
 *
 * <p>It holds {@code plan.json}; {@code jobs/KIND-METHOD-NUMBER.json}, one a finished trial or run;
 * {@code running.safetensors}, a checkpoint of the one in progress; {@code costs.json}; {@code
 * lock}; {@code gradient-norms/run-METHOD-NUMBER.csv}, one a finished run; and the reports. Every
 * file is there whole or not at all.
 */
public final class RunFolder implements AutoCloseable {
  private static final String PLAN = "plan.json";
  private static final String LOCK = "lock";
  private static final String JOBS = "jobs";
  private static final String NORMS = "gradient-norms";
  private static final String RUNNING = "running.safetensors";
  private static final ObjectMapper MAPPER = ResultJson.mapper();

  /**
   * What a comparison was begun with.
   *
   * @param plan what is done
   * @param dataSha256 of which data, {@code null} if unknown
   * @param model with which model
   * @param started when
   * @param files SHA-256 of the files its methods were made of, by name
   */
  public record Header(
      ComparePlan plan,
      String dataSha256,
      ModelInfo model,
      Instant started,
      Map<String, String> files) {
    /** Copies the map; a header written before there were such files has none. */
    public Header {
      files = files == null ? Map.of() : Map.copyOf(files);
    }
  }

  private final Path path;
  private final FileChannel channel;
  private final Header header;

  private RunFolder(Path path, FileChannel channel, Header header) {
    this.path = path;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Begins a comparison in a new folder {@code yyyyMMdd-HHmmss-TASK}.
   *
   * @param runs where run folders are; made if it is not there
   * @throws RunFolderException if the folder cannot be made or written
   */
  public static RunFolder create(Path runs, ComparePlan plan, Workload workload) {
    Instant now = Instant.now();
    Header header = new Header(plan, workload.dataSha256(), workload.model(), now, hashes(plan));
    try {
      return begin(RunFolders.fresh(runs, plan.task()), header);
    } catch (IOException e) {
      throw failed("cannot write in", runs, e);
    }
  }

  /** SHA-256 of the files that a plan's methods are made of, by name. */
  static Map<String, String> hashes(ComparePlan plan) {
    Map<String, String> hashes = new TreeMap<>();
    plan.spaces().stream()
        .flatMap(space -> space.method().files())
        .forEach(file -> hashes.put(file.toString(), hash(file)));
    return hashes;
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw failed("cannot read", file, e);
    }
  }

  /** Fills a new folder, or takes it away again. */
  private static RunFolder begin(Path path, Header header) throws IOException {
    FileChannel channel = lock(path);
    try {
      Files.createDirectory(path.resolve(JOBS));
      writeJson(path.resolve(PLAN), header);
      return new RunFolder(path, channel, header);
    } catch (IOException e) {
      closeQuietly(channel);
      for (String name : List.of(JOBS, LOCK, "")) {
        Files.deleteIfExists(path.resolve(name));
      }
      throw e;
    }
  }

  /**
   * Opens the folder of a comparison to continue it.
   *
   * @throws RunFolderException if it is none, or another process has it
   */
  public static RunFolder open(Path path) {
    if (!Files.isRegularFile(path.resolve(PLAN))) {
      throw new RunFolderException(path + " is no run folder: it has no " + PLAN, null);
    }
    FileChannel channel = lock(path);
    try {
      return new RunFolder(path, channel, readJson(path.resolve(PLAN), Header.class));
    } catch (RuntimeException e) {
      closeQuietly(channel);
      throw e;
    }
  }

  private static FileChannel lock(Path path) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // This process has it, which is the same to the caller.
    } catch (IOException e) {
      closeQuietly(channel);
      throw failed("cannot lock", path, e);
    }
    closeQuietly(channel);
    throw new RunFolderException(
        "run folder " + path + " is in use by another process: wait for it, or stop it first",
        null);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The error that led here says more.
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** What it was begun with. */
  public Header header() {
    return header;
  }

  Optional<JobRecord> record(Job.Kind kind, int methodIndex, int number) {
    return readIfThere(jobFile(Job.key(kind, methodIndex, number)), JobRecord.class);
  }

  /** Keeps a finished job, and forgets its checkpoint. */
  void finish(Job job, JobRecord record) {
    Path file = jobFile(job.key());
    try {
      writeJson(file, record);
      Files.deleteIfExists(path.resolve(RUNNING));
    } catch (IOException e) {
      throw failed("cannot write", file, e);
    }
  }

  private Path jobFile(String key) {
    return path.resolve(JOBS).resolve(key + ".json");
  }

  /** The last checkpoint, if there is one. */
  Optional<State> checkpoint() {
    Path file = path.resolve(RUNNING);
    try {
      return Files.exists(file) ? Optional.of(Checkpoint.read(file)) : Optional.empty();
    } catch (IOException e) {
      throw failed("cannot read", file, e);
    }
  }

  void checkpoint(State state) {
    Path file = path.resolve(RUNNING);
    try {
      Checkpoint.write(file, state);
    } catch (IOException e) {
      throw failed("cannot write", file, e);
    }
  }

  /** Keeps the gradient norms of a run; before its record, which says that it is finished. */
  void gradientNorms(Job job, GradientNorms norms) {
    Path file = normsFile(job.key());
    try {
      Files.createDirectories(file.getParent());
      norms.write(file);
    } catch (IOException e) {
      throw failed("cannot write", file, e);
    }
  }

  /**
   * The gradient norms of a final run.
   *
   * @param method the method's place in the plan
   * @param number the seed's number, from 0
   * @return empty if the run is not finished, diverged or is from before there were such records
   * @throws RunFolderException if they cannot be read
   */
  public Optional<GradientNorms> gradientNorms(int method, int number) {
    Path file = normsFile(Job.key(Job.Kind.RUN, method, number));
    try {
      return Files.exists(file) ? Optional.of(GradientNorms.read(file)) : Optional.empty();
    } catch (IOException e) {
      throw failed("cannot read", file, e);
    }
  }

  private Path normsFile(String key) {
    return path.resolve(NORMS).resolve(key + ".csv");
  }

  Optional<Costs> costs() {
    return readIfThere(path.resolve("costs.json"), Costs.class);
  }

  void costs(Costs costs) {
    Path file = path.resolve("costs.json");
    try {
      writeJson(file, costs);
    } catch (IOException e) {
      throw failed("cannot write", file, e);
    }
  }

  /** Writes the result and the reports; returns the summarised comparison. */
  Comparison report(Comparison comparison) {
    try {
      return ReportFiles.write(path, comparison);
    } catch (IOException e) {
      throw failed("cannot write the reports in", path, e);
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private static <T> Optional<T> readIfThere(Path file, Class<T> type) {
    return Files.exists(file) ? Optional.of(readJson(file, type)) : Optional.empty();
  }

  private static <T> T readJson(Path file, Class<T> type) {
    try {
      return MAPPER.readValue(Files.readString(file), type);
    } catch (JsonProcessingException e) {
      throw new RunFolderException(
          "%s is damaged (%s): begin the comparison anew".formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw failed("cannot read", file, e);
    }
  }

  private static void writeJson(Path file, Object value) throws IOException {
    AtomicFiles.write(file, MAPPER.writeValueAsString(value) + "\n");
  }

  private static RunFolderException failed(String what, Path file, IOException cause) {
    String reason = cause.getMessage() == null ? "" : cause.getMessage().replaceAll("\\R", " ");
    return new RunFolderException(
        "%s %s (%s: %s); remedy that and try again (--resume continues a run)"
            .formatted(what, file, cause.getClass().getSimpleName(), reason),
        cause);
  }
}
