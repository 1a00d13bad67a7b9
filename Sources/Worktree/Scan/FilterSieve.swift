// SPDX-License-Identifier: Apache-2.0

/// Tells quickly which files cannot be behind a filter, so that attributes need not be looked up
/// for every one of them.
struct FilterSieve: Sendable {
  /// Suffixes that every filtering line asks for; nil when some line asks for something else.
  private let suffixes: [[UInt8]]?
  let attributes: AttributeRules

  /// Nil when no line filters anything.
  init?(_ attributes: AttributeRules) {
    guard attributes.mayFilter else { return nil }
    self.attributes = attributes
    suffixes = attributes.filteringSuffixes
  }

  /// Whether a file with this name may be behind a filter.
  @inline(__always) func mayFilter(_ name: PathView) -> Bool {
    guard let suffixes else { return true }
    return suffixes.contains { name.hasSuffix($0) }
  }
}

extension PathView {
  @inline(__always) func hasSuffix(_ suffix: [UInt8]) -> Bool {
    guard count >= suffix.count else { return false }
    let start = count - suffix.count
    for offset in suffix.indices.reversed() where self[start + offset] != suffix[offset] {
      return false
    }
    return true
  }
}
