// SPDX-License-Identifier: Apache-2.0

/// Tells quickly which names deserve a closer look, so that the many others cost next to nothing.
///
/// ASCII letters count in either case. A name that passes need not be wanted; one that does not pass
/// never is.
public struct NameSieve: Sendable {
  /// The endings, in lower case, by their last byte.
  private var endings = [[[UInt8]]](repeating: [], count: 256)
  private let beginnings: [[UInt8]]
  /// For each byte that a name ends with, the bytes of the shortest ending.
  private var shortest = [Int](repeating: .max, count: 256)
  private var mayBegin = [Bool](repeating: false, count: 256)
  private let passesAll: Bool

  /// Lets names pass that end or begin with one of these; an empty text lets every name pass.
  public init(endings: [String], beginnings: [String] = []) {
    for ending in Set(endings.map { $0.utf8.map(Self.folded) }) {
      if let last = ending.last { self.endings[Int(last)].append(ending) }
    }
    self.beginnings = beginnings.map { $0.utf8.map(Self.folded) }
    passesAll = (endings + beginnings).contains("")
    for byte in UInt8.min ... .max {
      let folded = Self.folded(byte)
      mayBegin[Int(byte)] = self.beginnings.contains { $0.first == folded }
      shortest[Int(byte)] = self.endings[Int(folded)].map(\.count).min() ?? .max
    }
  }

  /// Whether a name, the last component of a path, deserves a closer look.
  public func passes(_ name: Span<UInt8>) -> Bool {
    guard !passesAll, !name.isEmpty else { return passesAll }
    let last = Int(name[name.count - 1])
    guard name.count >= shortest[last] || mayBegin[Int(name[0])] else { return false }
    let candidates = endings[Int(Self.folded(UInt8(truncatingIfNeeded: last)))]
    return candidates.contains { Self.matches(name, $0, at: name.count - $0.count) }
      || beginnings.contains { Self.matches(name, $0, at: 0) }
  }

  /// Whether the last component of a path deserves a closer look.
  public func passes(_ path: RelativePath) -> Bool { passes(path.name.span) }

  private static func matches(_ name: Span<UInt8>, _ part: [UInt8], at start: Int) -> Bool {
    guard start >= 0, start + part.count <= name.count else { return false }
    for offset in part.indices where folded(name[start + offset]) != part[offset] { return false }
    return true
  }

  @inline(__always) private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
