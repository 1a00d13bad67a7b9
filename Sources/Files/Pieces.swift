// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

extension Array<UInt8> {
  /// A copy of the bytes of a span.
  public init(copying span: borrowing RawSpan) {
    self = unsafe span.withUnsafeBytes { unsafe Array($0) }
  }
}

extension FileDescriptor {
  /// Reads at most `limit` bytes; none at the end.
  public func readPiece(limit: Int = 65_536) throws(Errno) -> [UInt8] {
    do {
      return try unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        count = try unsafe read(into: UnsafeMutableRawBufferPointer(buffer))
      }
    } catch {
      throw (error as? Errno) ?? .ioError
    }
  }
}
