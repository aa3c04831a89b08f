// The only script of the pages, and none of them needs it: the keys that walk through claims and reviews, their switch, and that of the theme.
const root = document.documentElement;
const one = (selector) => document.querySelector(selector);
const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* the choice holds for this page */ } };
if (['dark', 'light'].includes(stored('theme'))) root.dataset.theme = stored('theme');

const theme = one('.theme');
theme.hidden = false;
theme.addEventListener('click', () => {
  const dark = getComputedStyle(root).colorScheme === 'dark';
  root.dataset.theme = dark ? 'light' : 'dark';
  store('theme', root.dataset.theme);
});

// Who dictates says letters that are no keys, so those can be switched off (WCAG 2.1.4). Arrows stay.
const signs = one('.signs');
const used = signs.querySelector('input');
const showUsed = () => { root.dataset.signs = used.checked ? 'on' : 'off'; };
// A page that the browser kept may be shown again after the choice was made on another one.
addEventListener('pageshow', () => { used.checked = (stored('signs') ?? root.dataset.signs) !== 'off'; showUsed(); });
used.checked = stored('signs') !== 'off';
showUsed();
signs.hidden = false;
used.addEventListener('change', () => { showUsed(); store('signs', root.dataset.signs); });

const visibleCard = () => [...document.querySelectorAll('.sticky .card')].find((card) => card.offsetParent !== null || getComputedStyle(card).position === 'fixed');
const walk = (direction) => {
  const card = visibleCard();
  const open = card && (location.hash || direction === 'prev');
  const link = open ? card.querySelector(`a[rel=${direction}]`) : one('mark a.ref');
  if (link) link.click();
};
const keys = {
  j: () => walk('next'), k: () => walk('prev'), ArrowRight: () => walk('next'), ArrowLeft: () => walk('prev'),
  c: () => visibleCard()?.focus(), '/': () => one('#q').focus(),
};
const reviewKeys = { a: 'accept', o: 'correct', r: 'reject', u: 'unsure' };
const review = one('form.review');

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const at = event.target;
  if (event.key.length === 1 && !used.checked) return;
  if (at.matches('input:not([type=radio]):not([type=checkbox]),textarea,select')) return;
  if (event.key.startsWith('Arrow') && (at.closest('svg,[role=tablist],.choices,.scroll') || !one('.sticky .card'))) return;
  const choice = review && reviewKeys[event.key];
  if (choice) {
    const box = review.querySelector(`input[value=${choice}]`);
    if (!box) return;
    box.checked = true;
    review.querySelector(choice === 'correct' ? '[name=change]' : '[name=why]').focus();
    event.preventDefault();
  } else if (review && event.key === 's') {
    one('a[rel=next]')?.click();
  } else if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});
