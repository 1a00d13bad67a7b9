// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// The fields of entries, each read where it stands.
extension GitIndex {
  /// The path of an entry.
  public func path(_ number: Int) -> RelativePath {
    RelativePath(unchecked: pathBytes(number))
  }

  /// The id of an entry's blob.
  public func id(_ number: Int) -> ObjectID {
    let start = entryOffset(number) + 40
    return ObjectID(unchecked: storage.file.array(start..<start + 20))
  }

  /// What an entry tracks.
  public func mode(_ number: Int) -> TrackedMode {
    TrackedMode(rawValue: storage.file.big32(entryOffset(number) + 24)) ?? .file
  }

  /// The stage of an entry; 0 unless it belongs to a merge conflict.
  public func stage(_ number: Int) -> Int { Int(rawFlags(number) >> 12) & 3 }

  /// The flags of an entry.
  public func flags(_ number: Int) -> IndexEntry.Flags {
    let basic = rawFlags(number)
    var flags: IndexEntry.Flags = basic & 0x8000 != 0 ? .assumeUnchanged : []
    if basic & 0x4000 != 0 {
      let extended = storage.file.big16(entryOffset(number) + 62)
      if extended & 0x4000 != 0 { flags.insert(.skipWorktree) }
      if extended & 0x2000 != 0 { flags.insert(.intentToAdd) }
    }
    return flags
  }

  /// What an entry's file looked like when git last compared it.
  public func stat(_ number: Int) -> IndexStat {
    let file = storage.file
    let start = entryOffset(number)
    return IndexStat(
      changed: (file.big32(start), file.big32(start + 4)),
      modified: (file.big32(start + 8), file.big32(start + 12)),
      device: file.big32(start + 16), inode: file.big32(start + 20),
      owner: file.big32(start + 28), group: file.big32(start + 32),
      size: file.big32(start + 36))
  }

  @inline(__always) func entryOffset(_ number: Int) -> Int { Int(storage.records[number].entry) }

  @inline(__always) func rawFlags(_ number: Int) -> UInt16 {
    storage.file.big16(entryOffset(number) + 60)
  }

  /// The bytes of an entry's path, copied.
  func pathBytes(_ number: Int) -> [UInt8] {
    let record = storage.records[number]
    return storage.paths.array(Int(record.path)..<Int(record.path) + Int(record.pathLength))
  }

  /// The path of a folder without its final slash; empty for the root.
  func folderPath(_ folder: Int) -> [UInt8] {
    let folder = storage.folders[folder]
    guard folder.prefixLength > 0 else { return [] }
    let start = Int(storage.records[Int(folder.first)].path)
    return storage.paths.array(start..<start + Int(folder.prefixLength) - 1)
  }

  /// The first entry whose path is not before these bytes.
  func lowerBound(_ bytes: [UInt8]) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if pathBytes(middle).lexicographicallyPrecedes(bytes) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
