// SPDX-License-Identifier: Apache-2.0

/// Versions that a project takes: `>=1.2,<2`, as pip and conda write them.
struct VersionRange {
  private let clauses: [Substring]

  /// Reads clauses with commas between them; blanks and what conda writes of a build are left out.
  init(_ text: some StringProtocol) {
    let compact = String(text.filter { $0 != " " && $0 != "(" && $0 != ")" })
    clauses = compact.split(separator: ",")
  }

  /// Whether a version is one of them; nil where that cannot be said of plain numbers with dots.
  func admits(_ version: some StringProtocol) -> Bool? {
    guard let (version, isEarly) = Self.release(version) else { return nil }
    var isKnown = true
    for clause in clauses {
      switch Self.admits(version, isEarly, clause) {
      case true?: continue
      case false?: return false
      case nil: isKnown = false
      }
    }
    return isKnown ? true : nil
  }

  private static func admits(_ version: [Int], _ isEarly: Bool, _ clause: Substring) -> Bool? {
    let mark = clause.prefix { "=<>!~".contains($0) }
    // Conda puts the build behind a second '='.
    var bound = clause.dropFirst(mark.count).prefix { $0 != "=" }
    var isPrefix = mark == "="
    if bound.hasSuffix(".*") {
      bound = bound.dropLast(2)
      isPrefix = true
    }
    guard let limit = numbers(bound) else { return nil }
    if isEarly, !isPrefix, same(version, limit) {
      // To conda it is before its release, and so it is to pip, which leaves it out all the same.
      return mark == "<" ? nil : ["<=", "!="].contains(mark)
    }
    switch mark {
    case "==", "=", "", "===": return isPrefix ? version.starts(with: limit) : same(version, limit)
    case "!=": return !(isPrefix ? version.starts(with: limit) : same(version, limit))
    case ">=": return !precedes(version, limit)
    case "<=": return !precedes(limit, version)
    case ">": return precedes(limit, version)
    case "<": return precedes(version, limit)
    case "~=": return !precedes(version, limit) && version.starts(with: limit.dropLast())
    default: return nil
    }
  }

  /// The numbers of a version, and whether it comes before the release of these numbers, as `2.0rc1`
  /// does.
  private static func release(_ text: some StringProtocol) -> (numbers: [Int], isEarly: Bool)? {
    let head = text.prefix { $0 == "." || $0.isASCII && $0.isNumber }
    let tail = text.dropFirst(head.count)
    if tail.isEmpty { return numbers(head).map { ($0, false) } }
    let word = tail.prefix { $0.isASCII && $0.isLetter }
    let count = tail.dropFirst(word.count)
    guard earlyWords.contains(String(word)), !count.isEmpty, count.allSatisfy(\.isNumber),
      let found = numbers(head.hasSuffix(".") ? head.dropLast() : head)
    else { return nil }
    return (found, true)
  }

  private static let earlyWords: Set = ["a", "b", "c", "rc", "alpha", "beta", "dev"]

  private static func numbers(_ text: some StringProtocol) -> [Int]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    return numbers.count == parts.count && numbers.allSatisfy { $0 >= 0 } ? numbers : nil
  }

  private static func same(_ left: [Int], _ right: [Int]) -> Bool {
    !precedes(left, right) && !precedes(right, left)
  }

  /// Zeros at the end do not count.
  private static func precedes(_ left: [Int], _ right: [Int]) -> Bool {
    let count = max(left.count, right.count)
    let (left, right) = (padded(left, count), padded(right, count))
    return left.lexicographicallyPrecedes(right)
  }

  private static func padded(_ numbers: [Int], _ count: Int) -> [Int] {
    numbers + Array(repeating: 0, count: count - numbers.count)
  }
}
