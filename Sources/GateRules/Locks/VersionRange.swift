// SPDX-License-Identifier: Apache-2.0

/// Versions that a project takes: `>=1.2,<2`, as pip and conda write them.
struct VersionRange {
  private let clauses: [Substring]

  /// Reads clauses with commas between them; blanks and what conda writes of a build are left out.
  init(_ text: some StringProtocol) {
    let compact = String(text.filter { $0 != " " && $0 != "(" && $0 != ")" })
    clauses = compact.split(separator: ",")
  }

  /// What a version is, as far as ranges ask.
  private struct Release {
    /// Where it stands beside the release of its numbers: `2.0rc1`, `2.0`, `2.0.post1`.
    enum Stage { case before, itself, after }

    let numbers: [Int]
    var stage = Stage.itself
    /// Which build of the version it is, as `cu118` in `2.1.0+cu118`.
    var build: Substring?
  }

  /// Whether a version is one of them; nil where that cannot be said of plain numbers with dots.
  func admits(_ version: some StringProtocol) -> Bool? {
    guard let release = Self.release(Substring(version)) else { return nil }
    var isKnown = true
    for clause in clauses {
      switch Self.admits(release, clause) {
      case true?: continue
      case false?: return false
      case nil: isKnown = false
      }
    }
    return isKnown ? true : nil
  }

  private static func admits(_ version: Release, _ clause: Substring) -> Bool? {
    let mark = clause.prefix { "=<>!~".contains($0) }
    // Conda puts the build behind a second '='.
    var bound = clause.dropFirst(mark.count).prefix { $0 != "=" }
    var isPrefix = mark == "="
    if bound.hasSuffix(".*") {
      bound = bound.dropLast(2)
      isPrefix = true
    }
    guard let limit = release(bound), limit.stage == .itself else { return nil }
    if let build = limit.build {
      // Only these may name one, which no other then is.
      guard mark == "==" || mark == "!=" else { return nil }
      if build != version.build { return mark == "!=" }
    }
    if !isPrefix, same(version.numbers, limit.numbers), version.stage != .itself {
      return admitsBeside(version.stage, mark)
    }
    return admits(version.numbers, limit.numbers, mark, isPrefix: isPrefix)
  }

  /// What holds of a version just before or after the one that is named.
  private static func admitsBeside(_ stage: Release.Stage, _ mark: Substring) -> Bool? {
    if stage == .after { return [">=", "!=", "~="].contains(mark) }
    // To conda it is before its release, and so it is to pip, which leaves it out all the same.
    return mark == "<" ? nil : ["<=", "!="].contains(mark)
  }

  private static func admits(
    _ version: [Int], _ limit: [Int], _ mark: Substring, isPrefix: Bool
  ) -> Bool? {
    switch mark {
    case "==", "=", "", "===": isPrefix ? version.starts(with: limit) : same(version, limit)
    case "!=": !(isPrefix ? version.starts(with: limit) : same(version, limit))
    case ">=": !precedes(version, limit)
    case "<=": !precedes(limit, version)
    case ">": precedes(limit, version)
    case "<": precedes(version, limit)
    case "~=": !precedes(version, limit) && version.starts(with: limit.dropLast())
    default: nil
    }
  }

  private static func release(_ text: Substring) -> Release? {
    let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    guard let version = parts.first, var release = publicRelease(version) else { return nil }
    release.build = parts.dropFirst().first
    return release
  }

  /// A version without its build: numbers, and a word such as `rc1` or `.post1`.
  private static func publicRelease(_ text: Substring) -> Release? {
    let head = text.prefix { $0 == "." || $0.isASCII && $0.isNumber }
    let tail = text.dropFirst(head.count)
    if tail.isEmpty { return numbers(head).map { Release(numbers: $0) } }
    let word = tail.prefix { $0.isASCII && $0.isLetter }
    let count = tail.dropFirst(word.count)
    guard let stage = stages[String(word)], !count.isEmpty, count.allSatisfy(\.isNumber),
      let found = numbers(head.hasSuffix(".") ? head.dropLast() : head)
    else { return nil }
    return Release(numbers: found, stage: stage)
  }

  private static let stages: [String: Release.Stage] = [
    "a": .before, "b": .before, "c": .before, "rc": .before, "alpha": .before, "beta": .before,
    "dev": .before, "post": .after,
  ]

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
