// SPDX-License-Identifier: Apache-2.0

public import Files

/// Which entries of an index deserve a closer look, as far as the index alone can tell.
public struct IndexQuery: Sendable {
  /// Names that do.
  public var names: NameSieve
  /// Files do that are larger, in bytes, and those whose size the index does not tell.
  public var largeSize: UInt32

  /// Asks for names and for large files.
  public init(names: NameSieve, largeSize: UInt32) {
    self.names = names
    self.largeSize = largeSize
  }
}

extension GitIndex {
  /// The positions of the entries that a query asks for.
  public func entries(for query: IndexQuery) -> [Int] {
    (0..<count).filter { number in
      let size = storage.file.big32(entryOffset(number) + 36)
      return size == 0 || size > query.largeSize || isNamed(number, query.names)
    }
  }

  private func isNamed(_ number: Int, _ sieve: NameSieve) -> Bool {
    let view = storage.view(number)
    var start = view.count
    while start > 0, view[start - 1] != UInt8(ascii: "/") { start -= 1 }
    let name = unsafe UnsafeRawBufferPointer(start: view.base + start, count: view.count - start)
    return unsafe name.withMemoryRebound(to: UInt8.self) { unsafe sieve.passes($0.span) }
  }
}
