// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

extension NativeManifest {
  /// The longest text that is read, in bytes: 2.5 million files with paths of 40 bytes.
  public static let byteLimit = 256 << 20

  private static let newline = UInt8(ascii: "\n")
  /// A digest, two spaces, a name of one byte and the newline.
  static let shortestLine = 68
  /// A smaller text is not worth a thread.
  private static let largeSize = 1 << 19

  /// Reads the canonical text, and nothing that deviates from it.
  ///
  /// Errors name the line: a digest that is not 64 lower-case digits, any other separator than two
  /// spaces, a path that leaves the folder, twice the same path, lines that are not sorted by the
  /// bytes of their paths, control bytes that are not escaped, escapes that need not be, a missing
  /// final newline, a carriage return, a byte order mark.
  public init(parsing bytes: [UInt8]) throws(ManifestError) {
    guard bytes.count <= Self.byteLimit else {
      throw ManifestError("it is larger than \(Self.byteLimit) bytes")
    }
    guard !bytes.starts(with: [0xef, 0xbb, 0xbf]) else {
      throw ManifestError("it starts with a byte order mark", line: 1)
    }
    if bytes.count >= Self.largeSize, let starts = ParallelLines(bytes: bytes).starts() {
      self.init(bytes: bytes, lineStarts: starts)
      return
    }
    var starts: [UInt32] = []
    starts.reserveCapacity(bytes.count / Self.shortestLine)
    var previous: NativeLine.Place?
    var start = 0
    while start < bytes.count {
      let line = starts.count + 1
      guard let end = ByteOrder.firstIndex(of: Self.newline, in: bytes.span, from: start) else {
        throw ManifestError("the newline at the end is missing", line: line)
      }
      let place = NativeLine.checkPlain(bytes.span, start, end)
      if place == nil { try Self.check(bytes[start..<end], line) }
      let checked = place ?? NativeLine.Place(bytes.span, start, end)
      if let previous { try Self.check(checked, follows: previous, in: bytes, line) }
      previous = checked
      starts.append(UInt32(start))
      start = end + 1
    }
    self.init(bytes: bytes, lineStarts: starts)
  }

  private static func check(_ line: ArraySlice<UInt8>, _ number: Int) throws(ManifestError) {
    guard line.last != UInt8(ascii: "\r") else {
      throw ManifestError("the line ends with a carriage return", line: number)
    }
    do {
      _ = try NativeLine(checking: line)
    } catch {
      throw ManifestError(error.reason, line: number)
    }
  }

  private static func check(
    _ place: NativeLine.Place, follows previous: NativeLine.Place, in bytes: [UInt8], _ line: Int
  ) throws(ManifestError) {
    let order = NativeLine.order(previous, place, in: bytes)
    if order == 0 {
      let path = RelativePath.quoted(NativeLine.name(at: place, in: bytes))
      throw ManifestError("the path '\(path)' is listed twice", line: line)
    }
    guard order < 0 else {
      throw ManifestError("the paths are not sorted by their bytes", line: line)
    }
  }

  /// Makes the manifest of files in any order.
  ///
  /// Refuses a path that stands there twice or holds a control byte that no escape stands for, and
  /// digests other than SHA-256.
  public init(_ entries: some Sequence<Entry>) throws(ManifestError) {
    var text: [UInt8] = []
    var starts: [UInt32] = []
    var previous: RelativePath?
    for entry in Self.ordered(Array(entries)) {
      guard entry.digest.algorithm == .sha256 else {
        throw ManifestError("the digest of '\(entry.path)' is not SHA-256")
      }
      guard entry.path != previous else { throw ManifestError("'\(entry.path)' is there twice") }
      starts.append(UInt32(truncatingIfNeeded: text.count))
      guard NativeLine.write(entry.digest, entry.path, to: &text) else {
        throw ManifestError("the name '\(entry.path)' holds a control character; rename it")
      }
      guard text.count <= Self.byteLimit else {
        throw ManifestError("it would be larger than \(Self.byteLimit) bytes")
      }
      previous = entry.path
    }
    self.init(bytes: text, lineStarts: starts)
  }
  /// What is in order already is not sorted again.
  private static func ordered(_ entries: [Entry]) -> [Entry] {
    let isOrdered = entries.indices.dropFirst().allSatisfy {
      entries[$0 - 1].path < entries[$0].path
    }
    return isOrdered ? entries : entries.sorted { $0.path < $1.path }
  }
}
