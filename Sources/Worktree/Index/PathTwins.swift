// SPDX-License-Identifier: Apache-2.0

public import Files

extension GitIndex {
  /// Files and folders of one folder whose names differ only in case or Unicode normalization.
  ///
  /// On a file system that folds names (macOS, Windows) one of each group would hide the others.
  public func twins() -> [[RelativePath]] {
    var finder = TwinFinder(storage)
    return storage.folders.indices.flatMap { finder.twins(in: $0) }
  }
}

/// Compares the names in one folder after another.
private struct TwinFinder {
  private let storage: IndexStorage
  private var slots: [UInt64] = []

  init(_ storage: IndexStorage) { self.storage = storage }

  mutating func twins(in number: Int) -> [[RelativePath]] {
    guard mayHaveTwins(number) else { return [] }
    var groups: [String: [RelativePath]] = [:]
    let storage = storage
    storage.forEachChild(of: number) { view, _, tracked in
      guard !storage.isLaterStage(tracked) else { return }
      // Names that are no text fold to nothing but themselves. Equality of strings is canonical
      // equivalence, which is what normalization makes equal.
      let key = String(validating: view.lastComponent, as: UTF8.self)?.lowercased()
      guard let key else { return }
      let path = RelativePath(unchecked: view.array)
      // The stages of a conflict are one name several times.
      if groups[key]?.last != path { groups[key, default: []].append(path) }
    }
    return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  /// A quick answer that may be wrongly true, from hashes with the case bit of every byte set.
  private mutating func mayHaveTwins(_ number: Int) -> Bool {
    let count = storage.childCount(of: number)
    var size = 16
    while size < count * 2 { size *= 2 }
    if slots.count < size { slots = [UInt64](repeating: 0, count: size) }
    for index in 0..<size { slots[index] = 0 }
    var found = false
    let storage = storage
    storage.forEachChild(of: number) { view, start, tracked in
      guard !storage.isLaterStage(tracked) else { return }
      let hash = view.foldedHash(from: start)
      guard hash != 0 else {
        found = true
        return
      }
      var position = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[position] != 0 && slots[position] != hash {
        position = (position + 1) & (size - 1)
      }
      if slots[position] == hash { found = true }
      slots[position] = hash
    }
    return found
  }
}

extension PathView {
  /// The bytes after the last slash, copied.
  fileprivate var lastComponent: ArraySlice<UInt8> {
    let bytes = array
    return bytes[(bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
  }

  /// Equal for names that differ only in the case of ASCII letters; 0 for names beyond ASCII.
  @inline(__always) fileprivate func foldedHash(from start: Int) -> UInt64 {
    var state = UInt64(truncatingIfNeeded: count - start) &* 0x9e37_79b9_7f4a_7c15
    var seen: UInt64 = 0
    var offset = start
    while offset + 8 <= count {
      let word = unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      seen |= word
      state = (state ^ (word | 0x2020_2020_2020_2020)) &* 0xff51_afd7_ed55_8ccd
      state ^= state >> 32
      offset += 8
    }
    var tail: UInt64 = 0
    while offset < count {
      tail = tail << 8 | UInt64(self[offset])
      offset += 1
    }
    seen |= tail
    state = (state ^ (tail | 0x2020_2020_2020_2020)) &* 0xc4ce_b9fe_1a85_ec53
    return seen & 0x8080_8080_8080_8080 != 0 ? 0 : (state ^ state >> 29) | 1 << 63
  }
}
