// SPDX-License-Identifier: Apache-2.0

/// The patterns of one file in the format of gitignore(5).
public struct IgnoreFile: Sendable {
  /// A larger file is cut off here; git has no limit, honest files are a thousand times smaller.
  public static let maximumSize = 16 << 20

  /// Further patterns are left out, so that what they would ignore is reported.
  static let maximumCount = 200_000

  private let patterns: [PathPattern]

  /// Reads the patterns.
  ///
  /// - Parameters:
  ///   - content: the whole file.
  ///   - foldsCase: whether ASCII letters match in either case (`core.ignoreCase`).
  public init(_ content: [UInt8], foldsCase: Bool = false) {
    patterns = Self.lines(content).prefix(Self.maximumCount).compactMap { line in
      line.first == UInt8(ascii: "#") ? nil : PathPattern(Self.trimmed(line), foldsCase: foldsCase)
    }
  }

  private init(_ patterns: [PathPattern]) { self.patterns = patterns }

  /// Those of its patterns that can match what is no folder.
  var forFiles: IgnoreFile { IgnoreFile(patterns.filter { !$0.onlyFolders }) }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { patterns.isEmpty }

  /// What the last matching pattern says: true for ignored, false for not, nil when none matches.
  func verdict(_ subject: PathSubject, base: Int) -> Bool? {
    patterns.last { $0.matches(subject, base: base) }.map { !$0.isNegative }
  }

  /// Non-empty lines without their ends; each ends early at a NUL, as a C string does.
  private static func lines(_ content: [UInt8]) -> [ArraySlice<UInt8>] {
    let hasMark = content.starts(with: [0xef, 0xbb, 0xbf])
    return content[(hasMark ? 3 : 0)...].prefix(maximumSize).split(separator: UInt8(ascii: "\n"))
      .map { line in
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        return line.prefix { $0 != 0 }
      }
  }

  /// The line without the spaces at its end; a space after a backslash stays.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var position = line.startIndex
    while position < line.endIndex {
      switch line[position] {
      case UInt8(ascii: " "): position += 1
      case UInt8(ascii: "\\"):
        if position + 1 == line.endIndex { return line }
        position += 2
        end = position
      default:
        position += 1
        end = position
      }
    }
    return line[..<end]
  }
}
