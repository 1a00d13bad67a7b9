// SPDX-License-Identifier: Apache-2.0

import Files

/// Compares a native manifest with a newer one whose text comes in pieces, of which none is kept.
///
/// Both are sorted, so one pass over the newer one is enough, and it is checked as strictly as
/// ``NativeManifest/init(parsing:)`` does. A caller bounds the length of the text.
public struct ManifestComparison {
  private static let newline = UInt8(ascii: "\n")

  private let old: NativeManifest
  /// The first line of the older manifest that nothing was compared with yet.
  private var there = 0
  /// The last line that was compared, for the order of the next, and the start of the next.
  private var rest: [UInt8] = []
  /// The number of lines so far.
  public private(set) var count = 0
  /// What changed, in the order of the paths; complete once ``finish()`` has returned.
  public private(set) var changes: [NativeManifest.Change] = []

  /// Starts with the older manifest.
  public init(since old: NativeManifest) { self.old = old }

  /// Takes the next piece of the newer text, of any length; errors name the line.
  public mutating func add(_ piece: ArraySlice<UInt8>) throws(ManifestError) {
    guard let last = piece.lastIndex(of: Self.newline) else {
      rest += piece
      return
    }
    rest += piece[...last]
    try compare()
    rest += piece[(last + 1)...]
  }

  /// Ends the newer text; one that lists nothing covers nothing, and is refused.
  public mutating func finish() throws(ManifestError) {
    if rest.last != Self.newline { try compare() }
    guard count > 0 else { throw NativeRecord.coversNothing }
    for line in there..<old.count { changes.append(.removed(old[line])) }
    there = old.count
  }

  /// Compares all that is there but its first line, if that was compared before.
  private mutating func compare() throws(ManifestError) {
    let known = min(count, 1)
    let lines: NativeManifest
    do {
      lines = try NativeManifest(parsing: rest)
    } catch {
      throw ManifestError(error.reason, line: error.line.map { $0 + count - known })
    }
    guard lines.count > known else { return }
    changes += lines.changes(from: known, since: old, &there)
    count += lines.count - known
    rest = Array(lines.lineBytes(lines.count - 1))
  }
}
