"""What a page must be like for eyes, thumbs and keyboards, as measured in the browser; each answers with the faults.

The scripts run beside the page, past its policy, so pages are looked at as they are served.
"""

from collections.abc import Iterator

# Wider than its window, or words that are cut off.
CUT_OFF = """() => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) faults.push(`the page is ${root.scrollWidth} wide in a window of ${innerWidth}`);
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!element.checkVisibility() || box.width <= 1 || element.closest('svg, .visually-hidden, .skip')) continue;
    const says = element.outerHTML.slice(0, 120);
    if (box.left < -1 || box.right > innerWidth + 1) faults.push(`beyond the edge: ${says}`);
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const cut = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
    const low = style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1;
    if (words && element.tagName !== 'TEXTAREA' && (cut || low)) faults.push(`cut off: ${says}`);
  }
  return faults;
}"""

# WCAG 2.2 asks for 24 pixels, but for links within a sentence. The way out and all buttons are for shaking thumbs.
SMALL = """() => {
  const faults = [];
  const targets = 'a[href], button, summary, select, textarea, input:not([type=hidden])';
  for (const element of document.querySelectorAll(targets)) {
    if (!element.checkVisibility() || element.closest('.skip')) continue;
    const box = element.getBoundingClientRect();
    const inline = element.tagName === 'A' && getComputedStyle(element).display === 'inline';
    const least = element.matches('.exit-link, .button') ? 44 : inline ? 0 : 24;
    if (Math.min(box.width, box.height) < least - 0.01)
      faults.push(`${Math.round(box.width)} by ${Math.round(box.height)}: ${element.outerHTML.slice(0, 120)}`);
  }
  return faults;
}"""

# Where the focus is now: what it is called, whether one sees it, and whether the way out lies over it.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const exit = document.querySelector('.exit-link')?.getBoundingClientRect();
  const over = exit && !element.matches('.exit-link, .skip')
    && box.left < exit.right && box.right > exit.left && box.top < exit.bottom && box.bottom > exit.top;
  const style = getComputedStyle(element);
  return {
    name: element.matches('.skip') ? 'skip' : element.matches('.exit-link') ? 'exit' : element.name || element.tagName,
    inside: Boolean(element.closest('main')),
    unseen: box.bottom <= 0 || box.top >= innerHeight || style.outlineStyle === 'none',
    covered: Boolean(over),
    what: element.outerHTML.slice(0, 120),
  };
}"""


NARROW, WIDE = 320, 1280


def at_widths(page) -> Iterator[int]:
    """Makes the window as narrow as a small phone, then as wide as a desk."""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        yield width


def cut_off(page) -> list[str]:
    return page.evaluate(CUT_OFF)


def too_small(page) -> list[str]:
    return page.evaluate(SMALL)


def with_letters_twice_as_large(page) -> list[str]:
    """What is cut off when somebody has set their letters to 200 %."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults = cut_off(page)
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    return faults


def stops(page, most: int = 80) -> list[dict]:
    """Every place where the Tab key stops, from the top of the page to its end."""
    # Where the Tab key begins is past the error summary when that took the focus: begin at the first thing instead.
    page.evaluate("document.querySelector('a[href], button, input:not([type=hidden]), textarea').focus()")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")  # so that the browser marks the focus as it does for keyboards
    found = [page.evaluate(FOCUS)]
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or (stop["what"] == found[0]["what"]):
            return found
        found.append(stop)
    raise AssertionError("the Tab key finds no end of this page")


def hard_to_reach(page) -> list[str]:
    """What is wrong on the way of the Tab key: skip link first, the way out second, nothing hidden or covered."""
    found = stops(page)
    order = [stop["name"] for stop in found[:2]]
    faults = [] if order == ["skip", "exit"] else [f"the first two stops are {order}"]
    faults += [f"not to be seen with the focus on it: {stop['what']}" for stop in found if stop["unseen"]]
    return faults + [f"the way out lies over it: {stop['what']}" for stop in found if stop["covered"]]
