// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage

/// An object that a pack has as changes to another, and maybe that as changes to a third.
///
/// libgit2 unpacks such an object by making each of the others whole, two at a time. A list of a
/// million files takes 77 MB, and the changes between two of its versions a thousandth of that.
struct DeltaChain {
  /// The object that stands in the pack as it is.
  let base: ObjectID
  /// The changes to it, those that are made last first.
  let deltas: [[UInt8]]

  /// More is left to libgit2, which reads compressed bytes much faster.
  private static let byteLimit = 4 << 20
  /// Git makes no longer chain.
  private static let lengthLimit = 4095

  /// Looks an object up in the packs of a folder; nil for one that is not among them, that is whole,
  /// or of which anything is unusual.
  static func find(_ id: ObjectID, inPacksOf folder: FilePath) -> DeltaChain? {
    let names = (try? Folder.names(in: folder)) ?? []
    let ending = Array(".idx".utf8)
    for name in names where name.suffix(ending.count).elementsEqual(ending) {
      guard let own = RelativePath(bytes: name),
        let pack = RelativePath(bytes: name.dropLast(ending.count) + Array(".pack".utf8)),
        let index = try? OpenFile(folder.appending(own)),
        let offsets = try? PackIndex(index.reader),
        let offset = try? offsets.offset(of: id)
      else { continue }
      guard let pack = try? OpenFile(folder.appending(pack)) else { return nil }
      return try? follow(id, from: offset, pack.reader, offsets)
    }
    return nil
  }

  private static func follow(
    _ id: ObjectID, from start: Int64, _ pack: FileReader, _ index: PackIndex
  ) throws -> DeltaChain? {
    var (id, offset) = (id, start)
    var deltas: [[UInt8]] = []
    var left = byteLimit
    while deltas.count < lengthLimit, let entry = try PackEntry(in: pack, at: offset) {
      guard let base = entry.base else {
        return deltas.isEmpty ? nil : DeltaChain(base: id, deltas: deltas)
      }
      guard let delta = try entry.content(of: pack, limit: left) else { return nil }
      deltas.append(delta)
      left -= delta.count
      switch base {
      case .offset(let next):
        guard let found = try index.id(at: next) else { return nil }
        (id, offset) = (found, next)
      case .id(let found):
        guard let next = try index.offset(of: found) else { return nil }
        (id, offset) = (found, next)
      }
    }
    return nil
  }
}

/// A regular file, closed when the value ends.
private struct OpenFile: ~Copyable {
  let reader: FileReader
  private let descriptor: FileDescriptor

  init(_ path: FilePath) throws(FileError) {
    let (descriptor, _) = try FileDescriptor.openRegularFile(path)
    do throws(FileError) {
      reader = try FileReader(descriptor, path: path)
    } catch {
      try? descriptor.close()
      throw error
    }
    self.descriptor = descriptor
  }

  deinit { try? descriptor.close() }
}
