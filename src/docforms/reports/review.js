// Runs in the page that as_review.py writes. The evidence stands in the page as JSON and is never changed; what the
// clerk answers is kept beside it and put in when saving.
'use strict';

const data = JSON.parse(document.getElementById('evidence').textContent);
const words = document.body.dataset;
const zoom = document.getElementById('zoom');
const fields = Array.from(document.querySelectorAll('.field'), (element) => {
  const control = element.querySelector('textarea');
  return {
    element, control, number: Number(element.dataset.number), kind: element.dataset.kind,
    options: JSON.parse(element.dataset.options), state: element.dataset.state, first: control.value,
    complaint: element.querySelector('.complaint'), refused: null, answer: null,
  };
});
const doubts = fields.filter((field) => field.state === 'doubtful' || field.state === 'unreadable');
let saved = true;

// What a text says: its value, and what is wrong when it is none of its kind. Nothing written is null.
function valueOf(field, written) {
  const text = written.trim();
  if (!text) return { value: null, problem: field.state === 'blank' ? '' : words.empty };
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  if (field.kind === 'choice') {
    const option = field.options.find(([name]) => name === text);
    return option ? { value: option[1] } : { value: text, problem: words.choice };
  }
  if (field.kind === 'choices') return { value: text.split(/[、，,；;\n]+/).map((part) => part.trim()).filter(Boolean) };
  if (field.kind === 'integer' || field.kind === 'number') {
    const digits = plain.replace(/,/g, '');
    const whole = /^-?\d{1,15}$/.test(digits);
    const right = whole || (field.kind === 'number' && /^-?\d+\.\d+$/.test(digits) && digits.length < 17);
    return right ? { value: Number(digits) } : { value: text, problem: words.number };
  }
  if (field.kind === 'date' || field.kind === 'month') {
    const found = /^(\d{4})[年\-/.](\d{1,2})(?:[月\-/.](\d{1,2})日?|月)?$/.exec(plain);
    const [, year, month, day] = found || [];
    const whole = `${year}-${String(month).padStart(2, '0')}-${String(day || 1).padStart(2, '0')}`;
    const moment = new Date(`${whole}T00:00:00Z`);
    const real = found && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(whole);
    if (!real || Boolean(day) !== (field.kind === 'date')) return { value: text, problem: words[field.kind] };
    return { value: day ? whole : whole.slice(0, 7) };
  }
  return { value: text };
}

// Takes what is written; what is no value of its kind, or nothing, only when it is given a second time.
function accept(field) {
  const written = field.control.value;
  const asRead = field.state === 'read' && written === field.first;
  const { value, problem } = asRead ? data.fields[field.number] : valueOf(field, written);
  const refused = Boolean(problem) && field.refused !== written;
  field.refused = written;
  field.answer = refused ? null : { value };
  field.complaint.textContent = refused ? problem : '';
  saved = false;
  mark(field);
  return !refused;
}

function undo(field) {
  field.control.value = field.first;
  field.complaint.textContent = '';
  field.refused = field.answer = null;
  mark(field);
}

function mark(field) {
  const state = field.answer ? 'confirmed' : field.state;
  field.element.dataset.state = state;
  field.element.querySelector('.state').textContent = words[state];
  const box = document.getElementById(`box-${field.number}`);
  if (box) box.dataset.state = state;
  progress();
}

function progress() {
  const done = doubts.filter((field) => field.answer).length;
  const message = done === doubts.length ? words.done : words.progress;
  document.getElementById('progress').value = done;
  document.getElementById('count').textContent = message.replace('{done}', done).replace('{all}', doubts.length);
}

function goOn(field) {
  const place = doubts.indexOf(field) + 1;
  const following = [...doubts.slice(place), ...doubts.slice(0, place)].find((each) => !each.answer);
  (following ? following.control : document.getElementById('save')).focus();
}

function show(field) {
  for (const box of document.querySelectorAll('rect.current')) box.classList.remove('current');
  const box = document.getElementById(`box-${field.number}`);
  zoom.toggleAttribute('hidden', !box);
  if (!box) return;
  box.classList.add('current');
  box.scrollIntoView({ block: 'center', inline: 'nearest' });
  const [left, top, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(box.getAttribute(name)));
  zoom.setAttribute('viewBox', `${left - 20} ${top - 10} ${width + 40} ${height + 20}`);
  zoom.firstElementChild.setAttribute('href', `#page-${box.dataset.page}`);
  field.element.append(zoom);
}

function place(record, pointer, value) {
  const path = pointer.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = path.pop();
  let holder = record;
  path.forEach((part, number) => {
    if (!holder) return;
    if (Array.isArray(holder)) while (value !== null && holder.length <= Number(part)) holder.push({});
    else if (!(part in holder) && value !== null) holder[part] = /^\d+$/.test(path[number + 1]) ? [] : {};
    holder = holder[part];
  });
  if (value !== null) holder[last] = value;
  else if (holder) delete holder[last];
}

// The evidence with the answers in it: a value somebody confirmed is one that was read.
function result() {
  const copy = JSON.parse(JSON.stringify(data));
  for (const { number, answer } of fields) {
    if (!answer) continue;
    const { value } = answer;
    const state = value === null ? 'blank' : 'read';
    Object.assign(copy.fields[number], { value, state, confidence: 1, note: words.note, suggestion: '' });
    place(copy.record, copy.fields[number].pointer, value);
  }
  return copy;
}

function save() {
  for (const field of fields) if (isEdited(field)) accept(field);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(result(), null, 2)}\n`], { type: 'application/json' }));
  link.download = words.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  saved = true;
}

function isEdited(field) {
  return !field.answer && field.refused === null && field.control.value !== field.first;
}

for (const field of fields) {
  field.control.addEventListener('focus', () => show(field));
  field.control.addEventListener('input', () => { field.answer = field.refused = null; saved = false; mark(field); });
  field.control.addEventListener('change', () => { if (isEdited(field)) accept(field); });
  field.control.addEventListener('keydown', (event) => {
    // Enter also ends the choice of a Chinese character.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') undo(field);
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    // A key held down must not accept one field after the other.
    if (event.repeat) return;
    const offered = event.ctrlKey && field.element.querySelector('.offer');
    if (offered) offered.click();
    else if (accept(field)) goOn(field);
  });
  for (const button of field.element.querySelectorAll('button')) {
    button.addEventListener('click', () => {
      field.control.value = button.dataset.text;
      if (accept(field)) goOn(field);
    });
  }
}
document.addEventListener('click', (event) => {
  const field = fields.find((each) => event.target.id === `box-${each.number}`);
  if (field) field.control.focus();
});
document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
  event.preventDefault();
  save();
});
document.getElementById('save').addEventListener('click', save);
window.addEventListener('beforeunload', (event) => { if (!saved) event.preventDefault(); });
progress();
if (doubts.length) doubts[0].control.focus();
