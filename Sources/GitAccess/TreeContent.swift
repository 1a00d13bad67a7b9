// SPDX-License-Identifier: Apache-2.0

import Digests

/// A tree as git stores it, to which entries are added.
///
/// Of each entry it holds the mode in octal digits, a space, the name, a zero byte and the 20 bytes
/// of the id. They are in the order of their names, where that of a folder ends with a slash.
struct TreeContent {
  private(set) var bytes: [UInt8]

  /// The name that git gives it.
  var id: ObjectID { ObjectID(hashing: bytes, type: "tree") }

  /// Whether it holds one file and nothing else.
  var isOneFile: Bool {
    bytes.first != UInt8(ascii: "4") && bytes.firstIndex(of: 0).map { $0 + 21 } == bytes.count
  }

  /// Where a folder is or belongs.
  struct Place {
    fileprivate var start: Int
    /// Where its id is; nil when there is no such folder.
    fileprivate var id: Range<Int>?
  }

  /// Where a folder of this name is or belongs; nil when the name is another thing's, and when the
  /// bytes are no tree.
  func folder(_ name: ArraySlice<UInt8>) -> Place? {
    guard let found = find(name, endingIn: UInt8(ascii: "/")), !found.isFile else { return nil }
    return Place(start: found.start, id: found.folder)
  }

  /// The id of a folder; nil when it is not there.
  func id(at place: Place) -> ObjectID? {
    place.id.flatMap { ObjectID(bytes: Array(bytes[$0])) }
  }

  /// Gives a folder another id, or adds it.
  mutating func put(_ name: ArraySlice<UInt8>, _ id: ObjectID, at place: Place) {
    guard let known = place.id else {
      insert("40000 ", name, id, at: place.start)
      return
    }
    bytes.replaceSubrange(known, with: id.bytes)
  }

  /// Adds a plain file; false when its name is taken, and when the bytes are no tree.
  mutating func add(_ name: ArraySlice<UInt8>, _ blob: ObjectID) -> Bool {
    guard let found = find(name, endingIn: 0), !found.isFile, found.folder == nil else {
      return false
    }
    insert("100644 ", name, blob, at: found.start)
    return true
  }

  private mutating func insert(
    _ mode: StaticString, _ name: ArraySlice<UInt8>, _ id: ObjectID, at start: Int
  ) {
    // Of exactly this size, because thousands of these are kept.
    var longer: [UInt8] = []
    longer.reserveCapacity(bytes.count + name.count + 28)
    longer += bytes[..<start]
    longer += mode.description.utf8
    longer += name
    longer.append(0)
    longer += id.bytes
    longer += bytes[start...]
    bytes = longer
  }

  private struct Found {
    /// Where an entry of this name and kind belongs.
    var start: Int
    /// Where the id of the folder of this name is.
    var folder: Range<Int>?
    /// Whether the name is that of something else than a folder.
    var isFile = false
  }

  /// Searches from the front, since entries are of different lengths; nil when the bytes are no
  /// tree.
  private func find(_ name: ArraySlice<UInt8>, endingIn last: UInt8) -> Found? {
    let (wanted, bytes) = (name.span, bytes.span)
    var found = Found(start: bytes.count)
    var isPast = false
    var next = 0
    while next < bytes.count {
      let isFolder = bytes[next] == UInt8(ascii: "4")
      let start = next + (isFolder ? 6 : 7)
      guard start < bytes.count, bytes[start - 1] == UInt8(ascii: " ") else { return nil }
      var end = start
      while end < bytes.count, bytes[end] != 0 { end += 1 }
      guard end + 20 < bytes.count else { return nil }
      var common = 0
      while common < wanted.count, bytes[start + common] == wanted[common] { common += 1 }
      if common == wanted.count, bytes[start + common] == 0 {
        if isFolder { found.folder = end + 1..<end + 21 } else { found.isFile = true }
      }
      let ours = common < wanted.count ? wanted[common] : last
      let other = bytes[start + common]
      let theirs = other == 0 && isFolder ? UInt8(ascii: "/") : other
      if !isPast, ours <= theirs {
        found.start = next
        isPast = true
      }
      // A folder of this name comes after files whose names only begin like it.
      if isPast, common < wanted.count { break }
      next = end + 21
    }
    return found
  }
}
