// SPDX-License-Identifier: Apache-2.0

/// Patterns of OpenSSH: `*` stands for any text, `?` for any one character.
enum Wildcard {
  static func matches(_ pattern: String, _ text: String) -> Bool {
    matches(Array(pattern.unicodeScalars), Array(text.unicodeScalars))
  }

  /// Goes back to the last star only, so that the time is bounded by the product of the lengths.
  private static func matches(_ pattern: [Unicode.Scalar], _ text: [Unicode.Scalar]) -> Bool {
    var (p, t) = (0, 0)
    var retry: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "*" {
        retry = (p + 1, t)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let (star, place) = retry {
        retry = (star, place + 1)
        (p, t) = (star, place + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
