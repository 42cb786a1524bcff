/**
 * The page of the local console. What a third party or an event says is set as text and never as markup; the page keeps a
 * bounded list, and of that only the newest rows are in the document.
 */

/** Rows in the document, of however many deliveries are kept: what fits three screens. The filter finds the others. */
const rowsMax = 100;

const byId = (id) => document.getElementById(id);
const token = document.querySelector('meta[name=token]').content;

/** `element('td', { class: 'number' }, 'text', child)`; attributes that are undefined or false are left out. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute === 'on')
      for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value !== undefined && value !== false)
      made.setAttribute(attribute, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ''));
  return made;
}

const setText = (node, text) => {
  if (node.textContent !== `${text}`) node.textContent = text;
};

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : {
          headers: { 'content-type': 'application/json', 'x-interlock-token': token },
          body: JSON.stringify(body),
        }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

/** Does what a person asked for, and says in one line what came of it. */
async function act(where, doIt) {
  try {
    setText(where, await doIt());
    where.className = 'good';
  } catch (error) {
    setText(where, error.message);
    where.className = 'bad';
  }
}

const styles = {
  delivered: 'good',
  duplicate: 'dim',
  superseded: 'dim',
  skipped: 'dim',
  deferred: 'waits',
  retry: 'waits',
  parked: 'bad',
  'dead-lettered': 'bad',
};

// ---- deliveries

/** By key, in the order in which they were first heard of. */
const deliveries = new Map();
const rows = new Map();
let deliveriesMax = 5_000;
let isPaused = false;
let opened;
let painting = false;

function take(summaries) {
  for (const summary of summaries) {
    deliveries.set(summary.key, summary);
    if (opened?.key === summary.key && opened.atMs !== summary.atMs) void showDetail(summary.key, false);
  }
  for (const key of deliveries.keys()) {
    if (deliveries.size <= deliveriesMax) break;
    deliveries.delete(key);
  }
  paintSoon();
}

/** However many batches come, the document is touched once a frame. */
function paintSoon() {
  if (painting) return;
  painting = true;
  requestAnimationFrame(() => {
    painting = false;
    if (!isPaused) paintList();
  });
}

const wordsOf = ({ last }) =>
  [last.eventId, last.integration, last.outcome, last.statusCode, last.reason, last.subject, last.url]
    .join(' ')
    .toLowerCase();

/** The newest that fit, newest first. A row that stays is changed in place: it keeps its focus. */
function paintList() {
  const words = byId('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = [];
  let fitting = 0;
  const all = [...deliveries.values()];
  for (let at = all.length - 1; at >= 0; at -= 1) {
    const text = words.length > 0 ? wordsOf(all[at]) : '';
    if (!words.every((word) => text.includes(word))) continue;
    fitting += 1;
    if (shown.length < rowsMax) shown.push(all[at]);
  }
  const kept = new Set(shown.map(({ key }) => key));
  for (const [key, row] of rows) {
    if (kept.has(key)) continue;
    row.remove();
    rows.delete(key);
  }
  const list = byId('list');
  let next = list.firstElementChild;
  for (const summary of shown) {
    const row = rows.get(summary.key) ?? newRow(summary.key);
    fill(row, summary);
    if (row === next) next = next.nextElementSibling;
    else list.insertBefore(row, next);
  }
  const more = fitting > shown.length ? `the newest ${shown.length} of ${fitting}` : `${fitting}`;
  setText(byId('counted'), words.length === 0 ? more : `${more} fit`);
}

function newRow(key) {
  const open = element('button', {
    type: 'button',
    class: 'link id',
    on: { click: () => showDetail(key, true) },
  });
  const cells = ['', '', '', '', 'number', 'number', 'number', 'text'].map((name) =>
    element('td', { class: name || undefined }),
  );
  cells[1].append(open);
  const row = element('tr', { class: 'new' }, ...cells);
  rows.set(key, row);
  return row;
}

function fill(row, { atMs, attempts, last }) {
  const [time, event, integration, outcome, status, tries, took, why] = row.children;
  setText(time, new Date(atMs).toLocaleTimeString([], { hour12: false }));
  setText(event.firstElementChild, last.eventId);
  setText(integration, last.integration);
  setText(outcome, last.outcome);
  outcome.className = styles[last.outcome] ?? '';
  setText(status, last.statusCode ?? (last.method === undefined ? '' : 'none'));
  setText(tries, attempts);
  setText(took, last.durationMs === undefined ? '' : Math.round(last.durationMs));
  setText(why, last.reason ?? '');
}

// ---- one delivery

async function showDetail(key, moveFocus) {
  try {
    const found = await call('GET', `/api/delivery?key=${encodeURIComponent(key)}`);
    // Whoever opened another meanwhile wants that one.
    if (!moveFocus && opened?.key !== key) return;
    opened = { key, atMs: found.atMs, from: moveFocus ? document.activeElement : opened.from };
    setText(byId('detail-title'), `${found.last.eventId} to ${found.last.integration}`);
    byId('detail-body').replaceChildren(...found.lines.flatMap(attemptNodes), ...lineageNodes(found.lineage));
    byId('detail').hidden = false;
    if (moveFocus) byId('detail-title').focus();
  } catch (error) {
    setText(byId('said'), error.message);
  }
}

function attemptNodes({ line, exchange }) {
  const { attempt, outcome, timestamp, durationMs, error, reason } = line;
  const head = [
    attempt === undefined ? 'no request' : `attempt ${attempt}`,
    outcome,
    durationMs === undefined ? '' : `${Math.round(durationMs)} ms`,
    timestamp ?? '',
    [error?.code, error?.thirdPartyCode, reason].filter(Boolean).join(' '),
  ];
  const title = element('h3', {}, head.filter(Boolean).join(' · '));
  const why = error?.message === undefined ? [] : [element('p', {}, error.message)];
  if (line.request === undefined) return [title, ...why];
  const { request, response } = exchange.request === undefined ? line : exchange;
  const hidden =
    exchange.request === undefined ? [element('p', { class: 'dim' }, exchange.reason ?? '')] : [];
  const both = [messageNode('Request', request), messageNode('Response', response)];
  return [title, ...why, ...hidden, element('div', { class: 'exchange' }, ...both)];
}

function messageNode(name, message) {
  if (message === undefined) return element('div', {}, element('h3', { class: 'dim' }, `${name}: none`));
  const { method, url, statusCode, headers = {}, body } = message;
  const first = statusCode === undefined ? `${method} ${url}` : `${statusCode}`;
  const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}`);
  const text = [first, ...lines, '', readable(body)].join('\n').trimEnd();
  return element(
    'div',
    {},
    element('h3', { class: 'dim' }, name),
    element('pre', { tabindex: '0', 'aria-label': name }, text),
  );
}

function readable(body) {
  if (body === undefined || body === null) return '';
  try {
    return JSON.stringify(typeof body === 'string' ? JSON.parse(body) : body, null, 2);
  } catch {
    return body;
  }
}

function lineageNodes(lineage) {
  const title = element('h3', {}, 'Mapping: what each field is made of');
  if (!Array.isArray(lineage)) return [title, element('p', { class: 'dim' }, lineage.reason)];
  const cell = (text) => element('td', { class: 'text' }, text);
  return [
    title,
    element(
      'div',
      { class: 'scroll' },
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...['Field', 'From', 'How', 'Made'].map((text) => element('th', { scope: 'col' }, text)),
          ),
        ),
        element(
          'tbody',
          {},
          ...lineage.map(({ target, from, how, made }) =>
            element('tr', {}, ...[target, from, how, made].map(cell)),
          ),
        ),
      ),
    ),
  ];
}

function closeDetail() {
  if (opened === undefined) return;
  byId('detail').hidden = true;
  const { from } = opened;
  opened = undefined;
  // Where one came from; the row may have left the list meanwhile.
  (from.isConnected ? from : byId('filter')).focus();
}

// ---- topology, third parties, dead letters

let ways = [];
let faultKinds = [];
let state;
let before;

function paintState(next) {
  before = state === undefined ? undefined : { ...state };
  state = { ...next, atMs: performance.now() };
  paintWays();
  paintParties();
  paintLetters();
}

const wayCells = new Map();
function paintWays() {
  const of = new Map(state.status.integrations.map((one) => [one.integration, one]));
  for (const { type, integration, destination } of ways) {
    let cells = wayCells.get(integration);
    if (cells === undefined) {
      cells = [type, integration, destination, '', '', '', '', ''].map((text, at) =>
        element('td', { class: at > 3 ? 'number' : undefined }, text),
      );
      byId('ways').append(element('tr', {}, ...cells));
      wayCells.set(integration, cells);
    }
    const one = of.get(integration);
    if (one === undefined) continue;
    const stands = state.status.destinations.find((each) => each.destination === destination)?.standstills[0];
    const runs = one.eventSource === 'Enabled' && stands === undefined;
    setText(cells[3], runs ? 'yes' : (stands?.kind ?? one.eventSource.toLowerCase()));
    cells[3].className = runs ? 'good' : 'waits';
    setText(cells[4], one.queue.visible + one.queue.delayed);
    setText(cells[5], one.queue.inFlight);
    setText(cells[6], state.status.delivered[integration] ?? 0);
    setText(cells[7], one.deadLetters);
    cells[7].className = one.deadLetters > 0 ? 'number bad' : 'number';
  }
}

const parties = new Map();
function paintParties() {
  for (const one of state.switches) {
    const party = parties.get(one.name) ?? newParty(one);
    const limit = state.status.limits.find(({ destination }) => destination === one.name);
    const last = before?.status.limits.find(({ destination }) => destination === one.name);
    const seconds = before === undefined ? 0 : (state.atMs - before.atMs) / 1_000;
    // Two readings right after each other would tell of a burst that is none.
    if (limit !== undefined && last !== undefined && seconds > 0.5) {
      const used = Math.max(0, (limit.granted - last.granted) / seconds);
      party.meter.value = limit.perSecond === null ? 0 : Math.min(1, used / limit.perSecond);
      const most = limit.perSecond === null ? 'no limit' : `of ${limit.perSecond.toFixed(1)} a second`;
      setText(
        party.fill,
        `${used.toFixed(1)} ${most}; next permit in ${limit.aheadMs} ms; ${limit.granted} given`,
      );
    }
    const isOn = one.kind !== undefined;
    party.toggle.setAttribute('aria-checked', `${isOn}`);
    // What it does, as a button says it; what is so stands below it.
    setText(party.toggle, isOn ? 'Work again' : 'Fail like this');
    if (isOn && document.activeElement !== party.kind) party.kind.value = one.kind;
    party.kind.disabled = isOn;
    party.times.disabled = isOn;
    const left = one.times === undefined ? 'until it is switched off' : `for ${one.times} more`;
    setText(party.now, isOn ? `${one.kind}, ${left}` : 'keeps its contract');
    party.now.className = isOn ? 'bad' : 'dim';
  }
}

function newParty({ name, url }) {
  const id = `party-${parties.size}`;
  const meter = element('meter', { min: '0', max: '1', high: '0.9', id: `${id}-limit` });
  const fill = element('span', { class: 'dim' }, '…');
  const kind = element(
    'select',
    { id: `${id}-kind` },
    ...faultKinds.map((one) => element('option', {}, one)),
  );
  const times = element('input', { id: `${id}-times`, type: 'number', min: '1', placeholder: 'all' });
  const toggle = element('button', {
    type: 'button',
    role: 'switch',
    class: 'switch',
    'aria-checked': 'false',
    'aria-label': `${name} misbehaves`,
    on: { click: () => act(byId('said'), () => change()) },
  });
  const now = element('p', {}, '');
  const change = async () => {
    const isOn = toggle.getAttribute('aria-checked') === 'true';
    const often = times.value === '' ? {} : { times: Number(times.value) };
    await call('POST', '/api/faults', { name, ...(isOn ? { kind: null } : { kind: kind.value, ...often }) });
    return isOn ? `${name} keeps its contract` : `${name}: ${kind.value}`;
  };
  byId('parties').append(
    element(
      'li',
      {},
      element(
        'div',
        { class: 'row' },
        element('strong', {}, name),
        element('span', { class: 'id dim' }, url),
      ),
      element('div', { class: 'row' }, element('label', { for: `${id}-limit` }, 'Limit'), meter, fill),
      element(
        'div',
        { class: 'row' },
        element('label', { for: `${id}-kind` }, 'Fault'),
        kind,
        element('label', { for: `${id}-times` }, 'times'),
        times,
        toggle,
      ),
    ),
  );
  const party = { meter, fill, kind, times, toggle, now };
  parties.set(name, party);
  return party;
}

const letters = new Map();
function paintLetters() {
  const kept = new Set();
  for (const group of state.letters) {
    const key = `${group.integration} ${group.fingerprint ?? group.code}`;
    kept.add(key);
    const item = letters.get(key) ?? newLetters(key);
    item.group = group;
    setText(item.head, `${group.count} × ${group.code} ${group.answer ?? ''}`);
    setText(item.about, `${group.integration} · ${group.fingerprint ?? 'no fingerprint'} · ${spanOf(group)}`);
    setText(item.advice, group.advice);
    setText(item.like, group.event === undefined ? '' : `like ${group.event}`);
  }
  for (const [key, { node }] of letters) {
    if (kept.has(key)) continue;
    const hadFocus = node.contains(document.activeElement);
    node.remove();
    letters.delete(key);
    if (hadFocus) byId('letters-title').focus();
  }
  byId('letters').dataset.none = `${kept.size === 0}`;
  setText(byId('letters-title'), kept.size === 0 ? 'Dead letters: none' : 'Dead letters');
}

const spanOf = ({ first, last }) => (first === last ? (last ?? '') : `${first} to ${last}`);

function newLetters(key) {
  const item = { group: undefined };
  const redrive = async () => {
    const { integration, fingerprint, code, count } = item.group;
    const twice = `Nobody knows whether these ${count} were carried out. Look at ${integration} first: redrive them all the same?`;
    if (code === 'OUTCOME_UNKNOWN' && !confirm(twice)) return 'nothing was redriven';
    const { redriven, left } = await call('POST', '/api/redrive', { integration, fingerprint, code });
    return `${redriven} went back to ${integration}${left > 0 ? `, ${left} stayed` : ''}`;
  };
  item.head = element('strong', { class: 'bad' });
  item.about = element('p', { class: 'id dim' });
  item.advice = element('p');
  item.like = element('button', {
    type: 'button',
    class: 'link id',
    on: { click: () => showDetail(`${item.group.integration} ${item.group.event}`, true) },
  });
  const again = element(
    'button',
    { type: 'button', on: { click: () => act(byId('said'), redrive) } },
    'Redrive',
  );
  item.node = element(
    'li',
    {},
    element('div', { class: 'row' }, item.head, again, item.like),
    item.about,
    item.advice,
  );
  byId('letters').append(item.node);
  letters.set(key, item);
  return item;
}

// ---- sending

let examples = [];

function chooseExample() {
  byId('text').value = examples.find(({ type }) => type === byId('type').value)?.text ?? '';
}

async function sendAll() {
  const often = Number(byId('count').value);
  const sent = [];
  for (let n = 0; n < often; n += 1) sent.push(await call('POST', '/api/send', { text: byId('text').value }));
  const [{ eventId, warning }] = sent;
  return [often === 1 ? `sent ${eventId}` : `sent ${often} events`, warning ?? ''].filter(Boolean).join('; ');
}

// ---- keyboard

const keys = {
  s: () => byId('text').focus(),
  '/': () => byId('filter').focus(),
  l: () => (byId('letters').querySelector('button') ?? byId('letters-title')).focus(),
  f: () => byId('parties').querySelector('select:enabled, button')?.focus(),
  p: () => byId('pause').click(),
};

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') return closeDetail();
  const isTyping = event.target.matches('input:not([type=checkbox]), textarea, select');
  if (isTyping || !byId('keys').checked || event.ctrlKey || event.metaKey || event.altKey) return;
  const go = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
  if (go === undefined) return;
  event.preventDefault();
  go();
});

byId('send').addEventListener('submit', (event) => {
  event.preventDefault();
  void act(byId('send-said'), sendAll);
});
byId('type').addEventListener('change', chooseExample);
byId('filter').addEventListener('input', paintList);
byId('close').addEventListener('click', closeDetail);
byId('pause').addEventListener('click', () => {
  isPaused = !isPaused;
  byId('pause').setAttribute('aria-pressed', `${isPaused}`);
  paintSoon();
});

// ---- begin

const setup = await call('GET', '/api/setup');
({ ways, examples, faultKinds, deliveriesMax } = setup);
byId('type').append(...examples.map(({ type }) => element('option', {}, type)));
chooseExample();
const feed = new EventSource('/api/feed');
feed.addEventListener('open', () => setText(byId('connection'), `connected; AWS at ${setup.endpoint}`));
feed.addEventListener('error', () => setText(byId('connection'), 'not connected: is npm start running?'));
feed.addEventListener('all', ({ data }) => {
  deliveries.clear();
  take(JSON.parse(data));
});
feed.addEventListener('deliveries', ({ data }) => take(JSON.parse(data)));
feed.addEventListener('state', ({ data }) => paintState(JSON.parse(data)));
