// SPDX-License-Identifier: Apache-2.0

import Findings

/// URLs as they may be shown: without user, password, query and fragment.
enum SafeURL {
  static func text(_ url: String) -> String {
    let bare = url.prefix { $0 != "?" && $0 != "#" }
    guard let scheme = bare.firstRange(of: "://") else { return PrintableText.escape(String(bare)) }
    let rest = bare[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
    let shown = bare[..<scheme.upperBound] + (host ?? authority) + rest[authority.endIndex...]
    return PrintableText.escape(String(shown))
  }
}
