// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What one folder holds, in the order that the paths have in a sorted list of files.
///
/// The name of a folder ends with a slash: so `a.csv` comes before what is in `a`, as it does in
/// such a list. All names share one block of memory.
public struct SortedFolder: Sendable {
  /// One name.
  public struct Entry: Sendable {
    let start: Int
    let end: Int
    /// What stood there when it was listed.
    public let status: FileStatus
  }

  private let bytes: [UInt8]
  /// The names, ordered by their bytes.
  public let entries: [Entry]

  /// The name of an entry.
  @inline(__always)
  public func name(of entry: Entry) -> ArraySlice<UInt8> { bytes[entry.start..<entry.end] }

  /// Gathers names in any order.
  struct Builder {
    private var bytes: [UInt8] = []
    private var entries: [Entry] = []

    mutating func add(_ name: UnsafeRawBufferPointer, _ status: FileStatus) {
      let start = bytes.count
      unsafe bytes.append(contentsOf: name)
      if status.kind == .directory { bytes.append(UInt8(ascii: "/")) }
      entries.append(Entry(start: start, end: bytes.count, status: status))
    }

    func finish() -> SortedFolder {
      var order = Array(entries.indices)
      unsafe bytes.withUnsafeBytes { bytes in
        order.sort { unsafe Self.precedes(entries[$0], entries[$1], bytes) }
      }
      return SortedFolder(bytes: bytes, entries: order.map { entries[$0] })
    }

    private static func precedes(_ one: Entry, _ other: Entry, _ bytes: UnsafeRawBufferPointer)
      -> Bool
    {
      guard let base = bytes.baseAddress else { return false }
      let lengths = (one.end - one.start, other.end - other.start)
      let order = unsafe memcmp(base + one.start, base + other.start, min(lengths.0, lengths.1))
      return order != 0 ? order < 0 : lengths.0 < lengths.1
    }
  }
}
