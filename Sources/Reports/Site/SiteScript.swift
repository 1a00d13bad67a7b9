// SPDX-License-Identifier: Apache-2.0

import Digests

/// The only script of the site: it makes the index searchable, which is read as well without it.
enum SiteScript {
  /// Hides the rows that do not hold all the words that are typed.
  static let search = """
    const box = document.getElementById('search');
    const said = document.getElementById('found');
    const rows = [...document.querySelectorAll('#models ~ * tbody tr')].map((row) =>
      [row, (row.dataset.words + ' ' + row.textContent).toLowerCase()]);
    const find = () => {
      const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let found = 0;
      for (const [row, text] of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) found += 1;
      }
      said.textContent = words.length ? found + ' of ' + rows.length + ' models' : '';
    };
    box.form.hidden = false;
    box.form.addEventListener('submit', (event) => event.preventDefault());
    box.addEventListener('input', find);
    find();
    """

  /// What a content security policy calls a script by: base64 of its SHA-256.
  static func digest(_ script: String) -> String {
    base64(Digest.of(Array(script.utf8)).bytes)
  }

  private static func base64(_ bytes: some Collection<UInt8>) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var (text, rest) = ("", Array(bytes)[...])
    while !rest.isEmpty {
      let three = rest.prefix(3)
      rest = rest.dropFirst(3)
      let bits = (0..<3).reduce(UInt32(0)) { bits, index in
        bits << 8 | (index < three.count ? UInt32(three[three.startIndex + index]) : 0)
      }
      for index in 0..<4 {
        text.append(
          index <= three.count ? digits[Int(bits >> UInt32(18 - 6 * index) & 63)] : "=")
      }
    }
    return text
  }
}
