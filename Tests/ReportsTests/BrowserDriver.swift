// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import TestSupport

/// Looks at pages in a real headless Chromium, over its debugging pipe.
enum BrowserDriver {
  /// Loads every page at two widths, in light, dark and print, and walks it by the keyboard.
  ///
  /// - Returns: What is wrong, a line each, and the number of things that were looked at.
  static func faults(of pages: [String]) async throws -> (faults: [String], looked: Int) {
    let input: JSONValue = .array(pages.map(JSONValue.string))
    let output = try await PythonPeer.run(script, input: input.text())
    let result = try JSONValue.parse(Array(output.utf8))
    return (
      (result["faults"]?.array ?? []).compactMap(\.string),
      Int(result["looked"]?.integer ?? 0)
    )
  }

  private static let script = #"""
    import json, os, subprocess, sys

    class Browser:
        def __init__(self):
            read, self.output = os.pipe()
            self.input, write = os.pipe()
            def descriptors():
                one, two = os.dup(read), os.dup(write)
                os.dup2(one, 3)
                os.dup2(two, 4)
            profile = os.path.join(os.environ["HOME"], "profile")
            self.process = subprocess.Popen(
                ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                 "--disable-dev-shm-usage", "--remote-debugging-pipe", "--user-data-dir=" + profile],
                preexec_fn=descriptors, close_fds=False, stderr=subprocess.DEVNULL)
            os.close(read)
            os.close(write)
            self.count, self.rest, self.events, self.session = 0, b"", [], None
            target = self("Target.createTarget", url="about:blank")["targetId"]
            attached = self("Target.attachToTarget", targetId=target, flatten=True)
            self.session = attached["sessionId"]
            for domain in "Page", "Runtime", "Log", "Network":
                self(domain + ".enable")

        def __call__(self, method, **parameters):
            self.count += 1
            message = {"id": self.count, "method": method, "params": parameters}
            if self.session:
                message["sessionId"] = self.session
            os.write(self.output, json.dumps(message).encode() + b"\0")
            while True:
                answer = self.read()
                if answer.get("id") == self.count:
                    assert "error" not in answer, (method, answer)
                    return answer["result"]
                self.events.append(answer)

        def read(self):
            while b"\0" not in self.rest:
                piece = os.read(self.input, 1 << 20)
                assert piece, "the browser ended"
                self.rest += piece
            message, self.rest = self.rest.split(b"\0", 1)
            return json.loads(message)

        def open(self, page, width=1280, scheme="light", media="screen", has_script=True):
            phone = width < 600
            self("Emulation.setDeviceMetricsOverride", width=width, height=900,
                 deviceScaleFactor=1, mobile=phone)
            self("Emulation.setEmulatedMedia", media=media,
                 features=[{"name": "prefers-color-scheme", "value": scheme}])
            self("Emulation.setScriptExecutionDisabled", value=not has_script)
            self.events = []
            self("Page.navigate", url="file://" + page)
            while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
                self.events.append(self.read())

        def value(self, expression):
            result = self("Runtime.evaluate", expression=expression, returnByValue=True)
            assert "exceptionDetails" not in result, result
            return result["result"].get("value")

        def key(self, name, code, **more):
            for kind in "keyDown", "keyUp":
                self("Input.dispatchKeyEvent", type=kind, key=name, code=name,
                     windowsVirtualKeyCode=code, **more)

    LOOK = """(() => {
      const faults = [];
      const root = document.documentElement;
      if (root.scrollWidth > root.clientWidth) {
        const wide = [...document.querySelectorAll('main *')].filter((e) =>
          e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest('.scroll'));
        faults.push('wider than the window: ' + root.scrollWidth + ' ' + wide.map((e) =>
          e.outerHTML.slice(0, 80)).slice(0, 3));
      }
      for (const e of document.querySelectorAll('.scroll:not([tabindex])'))
        if (e.scrollWidth > e.clientWidth + 1)
          faults.push('a table that the keyboard cannot scroll: ' + e.innerHTML.slice(0, 80));
      const numbers = (color) => color.match(/[0-9.]+/g).map(Number);
      const light = (color) => {
        const [r, g, b] = numbers(color).slice(0, 3).map((c) => c / 255).map((c) =>
          c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (e) => {
        for (; e; e = e.parentElement) {
          const color = getComputedStyle(e).backgroundColor;
          const alpha = numbers(color)[3];
          if (alpha === undefined || alpha === 1) return color;
        }
        return 'rgb(255, 255, 255)';
      };
      let texts = 0;
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const e = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || e.closest('svg, script') || !e.checkVisibility())
          continue;
        texts += 1;
        const [one, two] = [light(getComputedStyle(e).color), light(ground(e))];
        const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
        if (contrast < 4.5)
          faults.push('contrast ' + contrast.toFixed(2) + ': ' + e.textContent.slice(0, 40));
      }
      if (!texts) faults.push('no text');
      let level = 0;
      for (const e of document.querySelectorAll('h1, h2, h3, h4')) {
        const next = Number(e.localName[1]);
        if (next > level + 1) faults.push('a heading skips a level: ' + e.textContent);
        level = next;
      }
      if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
      if (root.lang !== 'en') faults.push('no language');
      for (const name of ['main', 'header', 'footer'])
        if (document.querySelectorAll(name).length !== 1) faults.push('not one ' + name);
      for (const e of document.querySelectorAll('[aria-labelledby]'))
        if (!document.getElementById(e.getAttribute('aria-labelledby')))
          faults.push('a label that is not there: ' + e.outerHTML.slice(0, 80));
      for (const e of document.querySelectorAll('svg[role=img]'))
        if (!e.hasAttribute('aria-label') && !e.querySelector('title'))
          faults.push('a drawing without a name');
      for (const e of document.querySelectorAll('a, input, summary, [tabindex="0"]'))
        if (matchMedia('screen').matches && e.checkVisibility() &&
            e.getBoundingClientRect().height < 16)
          faults.push('too small to hit: ' + e.outerHTML.slice(0, 80));
      return {faults, texts};
    })()"""
    REACHABLE = """[...document.querySelectorAll('a, input, summary, [tabindex="0"]')]
      .filter((e) => e.checkVisibility()).length"""
    HERE = """(() => { const e = document.activeElement; e.dataset.seen = '1';
      const style = getComputedStyle(e), box = e.getBoundingClientRect();
      return [e.className, style.outlineStyle !== 'none',
        box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        e.outerHTML.slice(0, 60)]; })()"""

    browser = Browser()
    faults, looked = [], 0

    def say(page, how, words):
        faults.append(os.path.basename(page) + " " + how + ": " + words)

    def told(page, how):
        for event in browser.events:
            method, given = event.get("method"), event.get("params", {})
            if method in ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled",
                          "Page.javascriptDialogOpening"):
                say(page, how, json.dumps(given)[:300])
            if method == "Network.requestWillBeSent" and given["documentURL"] != given["request"]["url"]:
                say(page, how, "asks for " + given["request"]["url"])

    for page in json.load(sys.stdin):
        for width, scheme, media in ((390, "light", "screen"), (390, "dark", "screen"),
                                     (1280, "light", "screen"), (1280, "dark", "screen"),
                                     (688, "dark", "print")):
            how = f"{width} {scheme} {media}"
            browser.open(page, width, scheme, media)
            if media == "screen":
                browser.value("document.querySelectorAll('details').forEach((e) => e.open = true)")
            seen = browser.value(LOOK)
            looked += seen["texts"]
            for words in seen["faults"]:
                say(page, how, words)
            told(page, how)

        browser.open(page)
        for step in range(browser.value(REACHABLE)):
            browser.key("Tab", 9)
            name, is_marked, is_visible, markup = browser.value(HERE)
            if step == 0 and name != "skip":
                say(page, "keyboard", "the first stop is " + markup)
            if not is_marked or not is_visible:
                say(page, "keyboard", "focus cannot be seen on " + markup)
        missed = browser.value("""[...document.querySelectorAll('a, input, summary, [tabindex="0"]')]
          .filter((e) => e.checkVisibility() && !e.dataset.seen).map((e) => e.outerHTML.slice(0, 80))""")
        if missed:
            say(page, "keyboard", "never reached: " + ", ".join(missed))
        looked += step + 1

        import base64, re
        paper = base64.b64decode(browser("Page.printToPDF", preferCSSPageSize=True)["data"])
        sheets = len(re.findall(rb"/Type\s*/Page\b", paper))
        if not paper.startswith(b"%PDF") or not 1 <= sheets <= 12:
            say(page, "paper", f"{sheets} sheets")
        looked += sheets

        if page.endswith("index.html") and browser.value("!!document.querySelector('#search')"):
            shown = "[...document.querySelectorAll('tr[data-words]')].filter((e) => e.checkVisibility()).length"
            everything = browser.value(shown)
            browser.value("document.getElementById('search').focus()")
            for letter in "zzz":
                browser.key(letter, 90, text=letter)
            if browser.value(shown) != 0 or "0 of" not in browser.value("document.getElementById('found').textContent"):
                say(page, "search", "finds what is not there")
            for _ in range(3):
                browser.key("Backspace", 8)
            if browser.value(shown) != everything or not everything:
                say(page, "search", "does not show all again")
            browser.open(page, has_script=False)
            browser("Emulation.setScriptExecutionDisabled", value=False)
            if browser.value(shown) != everything or browser.value("document.querySelector('form').checkVisibility()"):
                say(page, "without script", "rows are missing, or a search that does nothing is there")
            looked += everything

    browser.session = None
    browser("Browser.close")
    browser.process.wait()
    json.dump({"faults": faults, "looked": looked}, sys.stdout)
    """#
}
