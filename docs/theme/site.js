// The theme wraps wide tables, and gives code a button, after a page has loaded. A table that scrolls must be within reach of the keyboard,
// and what is a landmark needs a name that no other has.
(function () {
  "use strict";
  let number = 0;

  function name(found, what) {
    number += 1;
    found.setAttribute("aria-label", what + " " + number);
  }

  function mend() {
    for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (!wrap.hasAttribute("aria-label")) name(wrap, "Table");
      wrap.setAttribute("role", "group");
      if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
      else wrap.removeAttribute("tabindex");
    }
    for (const bar of document.querySelectorAll(".md-code__nav:not([aria-label])")) name(bar, "Code");
  }

  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", mend);
  mend();
})();
