// SPDX-License-Identifier: Apache-2.0

/// The names that an index holds in one folder, looked up without allocating.
///
/// Open addressing with linear probing; one table a thread is used again and again.
struct NameTable {
  private struct Slot {
    var hash: UInt32 = 0
    /// -1 when free, `number << 1` for an entry, with the lowest bit set for a folder.
    var value: Int64 = -1
    var isSeen = false
  }

  private let storage: IndexStorage
  private var slots: [Slot] = []
  private var mask = 0
  private var prefix = 0

  init(_ storage: IndexStorage) { self.storage = storage }

  /// Starts over with the names of a folder.
  mutating func fill(folder number: Int) {
    prefix = Int(storage.folders[number].prefixLength)
    clear(capacity: storage.childCount(of: number) * 2)
    let storage = storage
    storage.forEachChild(of: number) { _, _, tracked in insert(tracked) }
  }

  private mutating func clear(capacity: Int) {
    var size = 16
    while size < capacity { size *= 2 }
    mask = size - 1
    if slots.count < size {
      slots = [Slot](repeating: Slot(), count: size)
    } else {
      for index in 0..<size { slots[index] = Slot() }
    }
  }

  /// The name that a tracked thing has in the folder.
  @inline(__always) private func name(_ value: Int64) -> PathView {
    let number = Int(value >> 1)
    if value & 1 == 0 {
      let view = storage.view(number)
      return unsafe PathView(view.base + prefix, view.count - prefix)
    }
    let folder = storage.folders[number]
    let view = storage.view(Int(folder.first))
    return unsafe PathView(view.base + prefix, Int(folder.prefixLength) - 1 - prefix)
  }

  /// Versions of one path in a merge conflict share the first one's slot.
  private mutating func insert(_ tracked: Tracked) {
    let value: Int64 =
      switch tracked {
      case .entry(let number): Int64(number) << 1
      case .folder(let number): Int64(number) << 1 | 1
      }
    let name = name(value)
    let hash = name.hash
    var position = Int(hash) & mask
    while slots[position].value >= 0 {
      if slots[position].hash == hash, slots[position].value & 1 == value & 1,
        self.name(slots[position].value).equals(name)
      {
        return
      }
      position = (position + 1) & mask
    }
    slots[position] = Slot(hash: hash, value: value)
  }

  /// Looks up a name and marks it as seen.
  @inline(__always) mutating func see(_ wanted: PathView) -> Tracked? {
    let hash = wanted.hash
    var position = Int(hash) & mask
    while slots[position].value >= 0 {
      if slots[position].hash == hash, name(slots[position].value).equals(wanted) {
        slots[position].isSeen = true
        return Self.tracked(slots[position].value)
      }
      position = (position + 1) & mask
    }
    return nil
  }

  @inline(__always) private static func tracked(_ value: Int64) -> Tracked {
    value & 1 == 0 ? .entry(Int(value >> 1)) : .folder(Int(value >> 1))
  }

  /// Everything that was not looked up.
  var unseen: [Tracked] {
    slots[...mask].lazy.filter { $0.value >= 0 && !$0.isSeen }.map { Self.tracked($0.value) }
  }
}

extension PathView {
  @inline(__always) func equals(_ other: PathView) -> Bool {
    count == other.count && commonPrefix(other) == count
  }

  /// Multiplies eight bytes at a time into 64 bits; names that collide are compared anyway.
  @inline(__always) var hash: UInt32 {
    var state = UInt64(truncatingIfNeeded: count) &* 0x9e37_79b9_7f4a_7c15
    var offset = 0
    while offset + 8 <= count {
      let word = unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      state = (state ^ word) &* 0xff51_afd7_ed55_8ccd
      state ^= state >> 32
      offset += 8
    }
    var tail: UInt64 = 0
    while offset < count {
      tail = tail << 8 | UInt64(self[offset])
      offset += 1
    }
    state = (state ^ tail) &* 0xc4ce_b9fe_1a85_ec53
    return UInt32(truncatingIfNeeded: state >> 32)
  }
}
