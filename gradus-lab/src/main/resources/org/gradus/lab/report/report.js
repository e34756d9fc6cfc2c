'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const byId = id => document.getElementById(id);
  const shown = new Set(data.methods.map(m => m.id));
  const view = {x: 0, detail: 'band', heights: 'late'};
  const charts = [];

  /* Colours are CSS variables, so light, dark and print need no redrawing. */
  const ink = 'var(--text)', muted = 'var(--muted)', rule = 'var(--rule)';
  const font = {color: muted, fontSize: 12};

  const escapeHtml = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
  const number = v => v === null || v === undefined ? '–'
    : v !== 0 && (Math.abs(v) < 1e-3 || Math.abs(v) >= 1e6) ? v.toExponential(2).replace(/\.?0+e/, 'e')
    : String(+v.toPrecision(5));

  function axis(name, options) {
    return Object.assign({
      type: 'value', name, nameLocation: 'middle', nameGap: 30, scale: true, nameTextStyle: font,
      axisLabel: {...font, hideOverlap: true, formatter: number},
      axisLine: {show: true, lineStyle: {color: rule}}, axisTick: {show: false},
      splitLine: {lineStyle: {color: rule, opacity: .6}}, minorSplitLine: {show: false},
    }, options);
  }

  const base = () => ({
    animation: false, textStyle: {fontFamily: 'system-ui, sans-serif'},
    tooltip: {
      confine: true, backgroundColor: 'var(--card)', borderColor: 'var(--rule)',
      textStyle: {color: ink, fontSize: 13},
    },
  });

  const line = style => ({color: style.color, width: 2, type: style.dash.length ? style.dash : 'solid'});
  const dot = (style, more) => ({symbol: style.symbol, itemStyle: {color: style.color, borderColor: style.color, ...more}});
  const visible = () => data.methods.filter(m => shown.has(m.id));

  /* A chart is an element and how its option is computed from the view. */
  function chart(element, option) {
    const instance = echarts.init(element, null, {renderer: 'svg'});
    const draw = () => instance.setOption(option(), {notMerge: true});
    const resize = size => {
      instance.resize(size);
      fit(element, instance);
    };
    draw();
    fit(element, instance);
    element.dataset.drawn = 'true';
    charts.push({draw, resize, isWide: element.classList.contains('curve')});
  }

  /* With a view box the style sheet can scale the picture to the paper. */
  const fit = (element, instance) =>
    element.querySelector('svg')?.setAttribute('viewBox', `0 0 ${instance.getWidth()} ${instance.getHeight()}`);

  function band(method, rows) {
    return {
      type: 'custom', name: method.label, data: rows, encode: {x: view.x, y: [3, 4]}, silent: true,
      clip: true, z: 1, tooltip: {show: false},
      renderItem: (params, api) => {
        if (params.dataIndex > 0) return null;
        const edge = column => rows.map(r => api.coord([r[view.x], r[column]]));
        return {
          type: 'polygon', shape: {points: [...edge(4), ...edge(3).reverse()]},
          style: {fill: method.style.color, opacity: .14},
        };
      },
    };
  }

  function meanLine(method, rows) {
    return {
      type: 'line', name: method.label, data: rows, encode: {x: view.x, y: 2}, z: 3,
      showSymbol: rows.length === 1, ...dot(method.style), symbolSize: 7,
      lineStyle: line(method.style), emphasis: {disabled: true},
    };
  }

  function runLine(method, run, column) {
    return {
      type: 'line', name: `${method.label}, seed ${run.seed}`, encode: {x: view.x, y: column}, z: 3,
      data: run.curve, showSymbol: run.curve.length === 1, ...dot(method.style), symbolSize: 6,
      lineStyle: {...line(method.style), width: 1.3, opacity: .8}, emphasis: {disabled: true},
    };
  }

  function curveTip(items) {
    const head = view.x ? 'seconds' : 'epoch';
    const rows = items.map(item => {
      const v = item.value, mean = v.length === 6;
      const value = mean ? `${number(v[2])} <small>(${number(v[3])} to ${number(v[4])}, ${v[5]} runs)</small>`
        : number(v[item.encode.y[0]]);
      return `<tr><td>${item.marker}${escapeHtml(item.seriesName)}</td><td>${value}</td></tr>`;
    });
    return `<div class="tip">${head} ${number(items[0].axisValue)}<table>${rows.slice(0, 16).join('')}</table></div>`;
  }

  function curveOption(name, key, column, target) {
    const rows = m => m[key];
    const series = visible().flatMap(m => view.detail === 'band'
      ? [band(m, rows(m)), meanLine(m, rows(m))]
      : m.runs.map(run => runLine(m, run, column)));
    const all = data.methods.flatMap(m => rows(m).flatMap(r => [r[3], r[4]]));
    const log = key === 'lossBand' && Math.min(...all) > 0 && Math.max(...all) > 20 * Math.min(...all);
    if (target !== null) series.push(targetLine(target));
    return {
      ...base(),
      tooltip: {...base().tooltip, trigger: 'axis', formatter: curveTip, axisPointer: {lineStyle: {color: muted}, label: {show: false}}},
      toolbox: {
        right: 4, top: -2, iconStyle: {borderColor: muted},
        feature: {dataZoom: {filterMode: 'none', brushStyle: {color: muted, opacity: .2}, title: {zoom: 'Zoom', back: 'Undo zoom'}}, restore: {title: 'Whole curve'}},
      },
      grid: {left: 62, right: 16, top: 26, bottom: 46},
      xAxis: axis(view.x ? 'seconds of training' : 'epochs', {min: 0, max: 'dataMax'}),
      yAxis: axis(name + (log ? ', log scale' : ''), {type: log ? 'log' : 'value', nameGap: 46, ...(key === 'lossBand' || view.heights === 'all' ? {} : lateRange(data.methods.map(rows), target))}),
      series,
    };
  }

  /* The heights of the bands after the first quarter of the epochs, where methods differ. */
  function lateRange(bands, target) {
    const last = Math.max(0, ...bands.flatMap(rows => rows.map(r => r[0])));
    const late = bands.flatMap(rows => rows.filter(r => r[0] >= last / 4).flatMap(r => [r[3], r[4]]));
    if (late.length < 2) return {};
    if (target !== null) late.push(target);
    const low = Math.min(...late), high = Math.max(...late), margin = .05 * (high - low);
    return margin > 0 ? {min: low - margin, max: high + margin, axisLabel: {...font, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: number}} : {};
  }

  function targetLine(target) {
    return {
      type: 'line', data: [], silent: true,
      markLine: {
        silent: true, symbol: 'none', data: [{yAxis: target}], lineStyle: {color: muted, type: [3, 3]},
        label: {formatter: `target ${number(target)}`, position: 'insideStartTop', color: muted},
      },
    };
  }

  /* One row a method; the first method is on top. */
  function rowAxis(methods) {
    return {
      type: 'category', inverse: true, data: methods.map(rowLabel), axisTick: {show: false},
      axisLine: {lineStyle: {color: rule}},
      axisLabel: {color: ink, fontSize: 12, lineHeight: 14, width: 118, overflow: 'truncate', interval: 0},
    };
  }

  function rowLabel(method) {
    const failed = method.runs.filter(run => run.test === null).length;
    return failed === 0 ? method.label : `${method.label}\n${failed} of ${method.runs.length} diverged`;
  }

  function rowOption(methods, name, series, xOptions) {
    const isEmpty = series.every(s => s.data.length === 0);
    return {
      ...base(), grid: {left: 132, right: 18, top: 8, bottom: 46},
      title: {show: isEmpty, text: 'nothing to show', left: 'center', top: 'middle', textStyle: {...font, fontWeight: 'normal'}},
      xAxis: axis(name, xOptions), yAxis: rowAxis(methods), series,
    };
  }

  /* An interval: rows of x, row, half-width (null where undefined). */
  function intervals(methods, rows, thick) {
    return {
      type: 'custom', z: 2, encode: {x: [0, 3, 4], y: 1},
      data: rows.map(r => [...r, r[0] - (r[2] || 0), r[0] + (r[2] || 0)]),
      tooltip: {formatter: p => `${escapeHtml(methods[p.value[1]].label)}<br>${number(p.value[0])} `
        + (p.value[2] === null ? '(no interval: one seed)' : `± ${number(p.value[2])}`)},
      renderItem: (params, api) => {
        const row = api.value(1), color = methods[row].style.color;
        const [low, y] = api.coord([api.value(3), row]), high = api.coord([api.value(4), row])[0];
        const x = api.coord([api.value(0), row])[0];
        const stroke = {stroke: color, lineWidth: thick ? 2.5 : 2};
        const bar = (x1, y1, x2, y2, style) => ({type: 'line', shape: {x1, y1, x2, y2}, style});
        const mean = thick ? {type: 'rect', shape: {x: x - 5, y: y - 5, width: 10, height: 10}, style: {fill: color}}
          : bar(x, y - 11, x, y + 11, {stroke: color, lineWidth: 3});
        return {type: 'group', children: [bar(low, y, high, y, stroke), bar(low, y - 5, low, y + 5, stroke),
          bar(high, y - 5, high, y + 5, stroke), mean]};
      },
    };
  }

  function stripOption() {
    const seeds = data.methods.map((m, row) => {
      const runs = m.runs.filter(r => r.test !== null);
      return {
        type: 'scatter', z: 3, ...dot(m.style, {opacity: .6}), symbolSize: 9,
        data: runs.map((r, i) => ({value: [r.test, row], seed: r.seed, symbolOffset: [0, spread(i, runs.length)]})),
        tooltip: {formatter: p => `${escapeHtml(m.label)}, seed ${p.data.seed}<br>${number(p.value[0])}`},
      };
    });
    const means = data.methods.map((m, row) => [m.mean, row, m.ci95]).filter(r => r[0] !== null);
    return rowOption(data.methods, `test ${data.metric}${data.unit}`, [...seeds, intervals(data.methods, means, false)]);
  }

  const spread = (i, n) => n < 2 ? 0 : (i / (n - 1) - .5) * 16;

  function forestOption() {
    const others = data.methods.filter(m => m.difference !== null);
    const rows = others.map((m, row) => [m.difference, row, m.differenceCi95]);
    const sides = data.higherIsBetter ? ['worse', 'better'] : ['better', 'worse'];
    const zero = {
      type: 'scatter', data: [],
      markLine: {silent: true, symbol: 'none', label: {show: false}, data: [{xAxis: 0}], lineStyle: {color: muted, type: 'solid'}},
    };
    const reach = Math.max(...rows.map(r => Math.abs(r[0]) + (r[2] || 0))) * 1.08 || 1;
    return rowOption(others, `← ${sides[0]}    difference${data.differenceUnit}    ${sides[1]} →`,
      [zero, intervals(others, rows, true)], {min: -reach, max: reach, axisLabel: {...font, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: number}});
  }

  function tuningOption(range) {
    const trials = visible().flatMap(m => m.trials.filter(t => range.parameter in t.values).map(t => ({m, t})));
    const metrics = trials.map(p => p.t.metric).filter(v => v !== null);
    const edge = data.higherIsBetter ? Math.min(...metrics, Infinity) : Math.max(...metrics, -Infinity);
    const worst = Number.isFinite(edge) ? edge : 0;
    const points = trials.map(({m, t}) => ({
      value: [t.values[range.parameter], t.diverged || t.metric === null ? worst : t.metric],
      m, t, ...(t.diverged || t.metric === null ? cross(m) : mark(m, t)),
    }));
    return {
      ...base(), grid: {left: 58, right: 16, top: 10, bottom: 46},
      xAxis: axis(range.parameter + (range.log ? ', log scale' : ''), {type: range.log ? 'log' : 'value', min: range.log ? null : range.low, max: range.log ? null : range.high}),
      yAxis: axis(`validation ${data.metric}${data.unit}`, {nameGap: 42}),
      series: [{type: 'scatter', symbolSize: 9, data: points, tooltip: {formatter: p => trialTip(p.data)}}],
    };
  }

  const mark = (m, t) => ({
    ...dot(m.style, {opacity: t.chosen ? 1 : .7, ...(t.chosen ? {borderColor: ink, borderWidth: 2} : {})}),
    symbolSize: t.chosen ? 14 : 9,
  });
  const cross = m => ({
    symbol: 'path://M0,1L1,0L5,4L9,0L10,1L6,5L10,9L9,10L5,6L1,10L0,9L4,5Z', symbolSize: 10, itemStyle: {color: m.style.color},
  });

  function trialTip({m, t}) {
    const values = Object.entries(t.values).map(([k, v]) => `${escapeHtml(k)} = ${number(v)}`);
    return `<b>${escapeHtml(m.label)}</b>${t.chosen ? ' (chosen)' : ''}<br>${values.join('<br>')}<br>`
      + (t.diverged ? 'diverged' : `validation ${escapeHtml(data.metric)}: ${number(t.metric)}`);
  }

  function legend() {
    for (const m of data.methods) {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-pressed', 'true');
      button.innerHTML = `<svg class="swatch" width="26" height="10" aria-hidden="true"><line x1="1" y1="5" x2="25" y2="5" stroke="${m.style.color}" stroke-width="3" stroke-dasharray="${m.style.dash.join(' ')}"/></svg>`;
      button.append(m.label);
      button.addEventListener('click', () => {
        if (!shown.delete(m.id)) shown.add(m.id);
        button.setAttribute('aria-pressed', String(shown.has(m.id)));
        redraw();
      });
      byId('legend').append(button);
    }
  }

  function tuningPlots() {
    for (const range of data.ranges) {
      const figure = document.createElement('figure'), element = document.createElement('div');
      element.className = 'plot small';
      element.setAttribute('role', 'img');
      element.setAttribute('aria-label', `Tuning trials: ${range.parameter} against validation ${data.metric}`);
      figure.append(element);
      byId('tuningPlots').append(figure);
      chart(element, () => tuningOption(range));
    }
  }

  function controls() {
    document.querySelectorAll('input[name=x]').forEach(input =>
      input.addEventListener('change', () => { view.x = Number(input.value); redraw(); }));
    document.querySelectorAll('input[name=heights]').forEach(input =>
      input.addEventListener('change', () => { view.heights = input.value; redraw(); }));
    document.querySelectorAll('input[name=detail]').forEach(input =>
      input.addEventListener('change', () => { view.detail = input.value; redraw(); }));
    byId('copy').addEventListener('click', async event => {
      const text = byId('command').textContent;
      try {
        await navigator.clipboard.writeText(text);
        event.target.textContent = 'Copied';
      } catch {
        getSelection().selectAllChildren(byId('command'));
      }
    });
  }

  const redraw = () => charts.forEach(c => c.draw());
  const toScreen = () => charts.forEach(c => c.resize());
  const toPaper = () => charts.forEach(c => c.resize({width: c.isWide ? 760 : 420}));

  const height = rows => `${Math.max(160, 36 * rows + 60)}px`;
  document.querySelectorAll('.rows').forEach(element => { element.style.height = height(data.methods.length); });
  legend();
  chart(byId('strip'), stripOption);
  chart(byId('forest'), forestOption);
  chart(byId('metricCurve'), () => curveOption(`validation ${data.metric}${data.unit}`, 'metricBand', 2, data.target));
  chart(byId('lossCurve'), () => curveOption('training loss', 'lossBand', 3, null));
  tuningPlots();
  controls();
  addEventListener('resize', toScreen);
  addEventListener('beforeprint', toPaper);
  addEventListener('afterprint', toScreen);
})();
