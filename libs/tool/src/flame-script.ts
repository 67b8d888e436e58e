/**
 * What makes a flame graph interactive, as a browser runs it. It reads the boxes from the document and never makes
 * markup from text, so a name stays a name whatever it holds.
 */
export const flameScript = String.raw`
(() => {
  'use strict';
  const page = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const flames = byId('flames');
  const detail = byId('detail');
  const matched = byId('matched');
  const reset = byId('reset');
  const boxes = Array.from(flames.querySelectorAll('svg.f'), (element) => ({
    element,
    text: element.querySelector('text'),
    name: element.querySelector('text').textContent,
    tip: element.querySelector('title').textContent.split('\n').pop(),
    left: parseFloat(element.getAttribute('x')),
    width: parseFloat(element.getAttribute('width')),
    depth: Number(element.dataset.d),
    weight: Number(element.dataset.w),
  }));
  if (boxes.length === 0) return;
  const root = boxes[0];
  const summary = detail.textContent;
  const boxOf = new Map(boxes.map((box) => [box.element, box]));
  const rounding = 1e-4;
  let zoomed = root;
  let at = null;
  let searched = null;

  const end = (box) => box.left + box.width;
  const isIn = (box, other) => box.left >= other.left - rounding && end(box) <= end(other) + rounding;
  const percent = (part) => (part * 100).toFixed(2) + '%';

  function fit() {
    const pixels = flames.getBoundingClientRect().width;
    const letter = 7.25;
    for (const { element, text, name } of boxes) {
      if (element.classList.contains('out')) continue;
      const room = Math.floor(((parseFloat(element.getAttribute('width')) / 100) * pixels - 8) / letter);
      const letters = Array.from(name);
      const shown = room < 2 ? '' : letters.length <= room ? name : letters.slice(0, room - 1).join('') + '…';
      if (text.textContent !== shown) text.textContent = shown;
    }
  }

  function zoom(box) {
    zoomed = box;
    for (const other of boxes) {
      const { element, depth, left, width } = other;
      const below = depth < box.depth && isIn(box, other);
      const inside = depth >= box.depth && isIn(other, box);
      element.classList.toggle('out', !below && !inside);
      element.classList.toggle('around', below);
      if (below) {
        element.setAttribute('x', '0%');
        element.setAttribute('width', '100%');
      } else if (inside) {
        element.setAttribute('x', ((left - box.left) / box.width) * 100 + '%');
        element.setAttribute('width', (width / box.width) * 100 + '%');
      }
    }
    reset.classList.toggle('off', box === root);
    fit();
    count();
  }

  function describe(box) {
    detail.textContent = box ? box.name + ' · ' + box.tip : summary;
  }

  function select(box) {
    if (at) at.element.classList.remove('at');
    at = box;
    if (!box) return describe(null);
    box.element.classList.add('at');
    describe(box);
    box.element.scrollIntoView({ block: 'nearest' });
  }

  function search(pattern) {
    searched = null;
    if (pattern !== '') {
      try {
        searched = new RegExp(pattern, 'u');
      } catch {
        return false;
      }
    }
    for (const { element, name } of boxes) element.classList.toggle('hit', searched !== null && searched.test(name));
    flames.classList.toggle('searched', searched !== null);
    count();
    return true;
  }

  /* A box above another match is not counted twice. Boxes come with callers before what they call. */
  function count() {
    if (!searched) return void (matched.textContent = '');
    let sum = 0;
    let covered = -1;
    for (const box of boxes) {
      const { element, left, weight } = box;
      if (!element.classList.contains('hit') || element.classList.contains('out')) continue;
      if (left < covered - rounding || element.classList.contains('around')) continue;
      sum += weight;
      covered = end(box);
    }
    matched.textContent = 'Matched: ' + percent(sum / zoomed.weight);
  }

  let field = null;
  function openSearch() {
    if (!field) {
      const html = 'http://www.w3.org/1999/xhtml';
      const frame = document.createElementNS('http://www.w3.org/2000/svg', 'foreignObject');
      for (const [key, value] of Object.entries({ x: -360, y: -1, width: 260, height: 30 })) frame.setAttribute(key, value);
      field = document.createElementNS(html, 'input');
      field.setAttribute('placeholder', 'regular expression');
      field.setAttribute('aria-label', 'Search functions');
      field.setAttribute('spellcheck', 'false');
      field.addEventListener('input', () => field.classList.toggle('wrong', !search(field.value)));
      field.addEventListener('keydown', (event) => {
        event.stopPropagation();
        if (event.key === 'Escape') closeSearch();
        if (event.key === 'Enter') field.blur();
      });
      frame.append(field);
      byId('search').parentNode.append(frame);
      byId('reset').setAttribute('transform', 'translate(-468 0)');
    }
    field.focus();
    field.select();
  }

  function closeSearch() {
    if (!field) return;
    field.parentNode.remove();
    field = null;
    byId('reset').setAttribute('transform', 'translate(-196 0)');
    search('');
  }

  function neighbour(key) {
    const shown = boxes.filter((box) => !box.element.classList.contains('out'));
    if (!at || !shown.includes(at)) return zoomed;
    if (key === 'ArrowDown') return shown.findLast((box) => box.depth === at.depth - 1 && isIn(at, box));
    if (key === 'ArrowUp') {
      const above = shown.filter((box) => box.depth === at.depth + 1 && isIn(box, at));
      return above.sort((a, b) => b.width - a.width)[0];
    }
    const row = shown.filter((box) => box.depth === at.depth);
    return row[row.indexOf(at) + (key === 'ArrowRight' ? 1 : -1)];
  }

  flames.addEventListener('click', (event) => {
    const box = boxOf.get(event.target.closest('svg.f'));
    if (box) zoom(box);
  });
  flames.addEventListener('mouseover', (event) => describe(boxOf.get(event.target.closest('svg.f')) || at));
  flames.addEventListener('mouseleave', () => describe(at));
  for (const [button, action] of [[reset, () => zoom(root)], [byId('search'), openSearch]]) {
    button.addEventListener('click', action);
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      action();
    });
  }
  page.addEventListener('keydown', (event) => {
    const { key } = event;
    if (key === '/' || ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'f')) openSearch();
    else if (key === 'Escape') zoomed === root ? closeSearch() : zoom(root);
    else if (key === 'Enter' && at) zoom(at);
    else if (key.startsWith('Arrow')) select(neighbour(key) || at);
    else return;
    event.preventDefault();
  });
  window.addEventListener('resize', fit);
  page.setAttribute('tabindex', '-1');
  page.focus({ preventScroll: true });
  fit();
  window.scrollTo(0, page.scrollHeight);
})();
`;
