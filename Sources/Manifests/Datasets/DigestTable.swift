// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// Paths with one digest each, all of one hash function, ordered by the bytes of the paths.
///
/// Names and digests lie in two arrays, so that a million files need no million objects.
struct DigestTable: Sendable {
  /// Where a row's name lies.
  private struct Row {
    let start: UInt32
    let length: UInt32
    /// The place of its digest among those as they were added.
    let place: UInt32
  }

  let algorithm: DigestAlgorithm
  private var names: [UInt8] = []
  private var digests: [UInt8] = []
  private var rows: [Row] = []

  init(_ algorithm: DigestAlgorithm) { self.algorithm = algorithm }

  var count: Int { rows.count }

  /// The bytes of a path, in the order of the paths once ``sort()`` was called.
  func name(_ index: Int) -> ArraySlice<UInt8> {
    let row = rows[index]
    return names[Int(row.start)..<Int(row.start + row.length)]
  }

  func path(_ index: Int) -> RelativePath { RelativePath(unchecked: Array(name(index))) }

  func digest(_ index: Int) -> Digest {
    Digest(algorithm, unchecked: Array(digestBytes(index)))
  }

  func digestBytes(_ index: Int) -> ArraySlice<UInt8> {
    let start = Int(rows[index].place) * algorithm.byteCount
    return digests[start..<(start + algorithm.byteCount)]
  }

  /// Adds a row: hexadecimal digits and a path, both checked before by the caller but for what
  /// makes this refuse: digits that are none or too many, names of more than 4 GiB in all.
  mutating func append(hex: ArraySlice<UInt8>, name: ArraySlice<UInt8>) -> Bool {
    guard hex.count == algorithm.byteCount * 2, names.count + name.count <= Int(UInt32.max),
      Hex.decode(hex, into: &digests)
    else { return false }
    rows.append(
      Row(start: UInt32(names.count), length: UInt32(name.count), place: UInt32(rows.count)))
    names.append(contentsOf: name)
    return true
  }

  /// Orders the rows, and gives a path that is there twice.
  mutating func sort() -> RelativePath? {
    let isSorted = (1..<max(1, count)).allSatisfy {
      ByteOrder.compare(name($0 - 1), name($0)) < 0
    }
    if isSorted { return nil }
    let names = names
    rows.sort { left, right in
      ByteOrder.compare(
        names[Int(left.start)..<Int(left.start + left.length)],
        names[Int(right.start)..<Int(right.start + right.length)]) < 0
    }
    let twice = (1..<count).first { ByteOrder.compare(name($0 - 1), name($0)) == 0 }
    return twice.map(path)
  }

  /// The row of a path, by bisection.
  func index(of path: ArraySlice<UInt8>) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if ByteOrder.compare(name(middle), path) < 0 { low = middle + 1 } else { high = middle }
    }
    return low < count && name(low).elementsEqual(path) ? low : nil
  }

  /// The rows below a folder, without its name; in order, when this is.
  func below(_ folder: [UInt8]) -> DigestTable {
    var table = DigestTable(algorithm)
    let prefix = folder + [UInt8(ascii: "/")]
    for index in rows.indices where name(index).starts(with: prefix) {
      table.take(self, index, dropping: prefix.count)
    }
    return table
  }

  /// The one row of a path.
  func only(_ index: Int) -> DigestTable {
    var table = DigestTable(algorithm)
    table.take(self, index, dropping: 0)
    return table
  }

  private mutating func take(_ other: DigestTable, _ index: Int, dropping count: Int) {
    let name = other.name(index).dropFirst(count)
    rows.append(
      Row(start: UInt32(names.count), length: UInt32(name.count), place: UInt32(rows.count)))
    names.append(contentsOf: name)
    digests.append(contentsOf: other.digestBytes(index))
  }

  /// Whether both list the same paths.
  func hasSamePaths(as other: DigestTable) -> Bool {
    count == other.count
      && rows.indices.allSatisfy { ByteOrder.compare(name($0), other.name($0)) == 0 }
  }
}
