// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A connection to a program on this machine that listens at a path.
public struct UnixSocket: ~Copyable {
  private let path: FilePath
  private let descriptor: FileDescriptor

  /// Connects.
  public init(_ path: FilePath) throws(FileError) {
    descriptor = try Self.connected(path)
    self.path = path
  }

  private static func connected(_ path: FilePath) throws(FileError) -> FileDescriptor {
    var address = try address(path)
    let number = open()
    guard number >= 0 else { throw FileError("connect to", path, Errno(rawValue: errno)) }
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    let descriptor = FileDescriptor(rawValue: number)
    guard status == 0 else {
      let reason = Errno(rawValue: errno)
      try? descriptor.close()
      throw FileError("connect to", path, reason)
    }
    return descriptor
  }

  /// A socket that no child inherits and that raises no signal.
  private static func open() -> CInt {
    #if canImport(Darwin)
      let number = socket(AF_UNIX, SOCK_STREAM, 0)
      var isOn: CInt = 1
      _ = unsafe setsockopt(
        number, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<CInt>.size))
      return number
    #else
      return socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #endif
  }

  deinit { try? descriptor.close() }

  private static func address(_ path: FilePath) throws(FileError) -> sockaddr_un {
    let bytes = path.byteArray
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer in
      // The kernel wants a NUL behind the path.
      guard bytes.count < buffer.count else { return false }
      unsafe buffer.copyBytes(from: bytes)
      return true
    }
    guard fits else { throw FileError("connect to", path, .fileNameTooLong) }
    return address
  }

  /// Sends all bytes; a peer that has gone is an error and no signal.
  public func send(_ bytes: [UInt8]) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Self.sendOnce(descriptor.rawValue, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError("write to", path, Errno(rawValue: errno)) }
      rest = rest.dropFirst(count)
    }
  }

  /// Receives exactly so many bytes.
  public func receive(_ count: Int) throws(FileError) -> [UInt8] {
    var received: [UInt8] = []
    do {
      while received.count < count {
        let wanted = count - received.count
        let piece = try unsafe [UInt8](unsafeUninitializedCapacity: min(wanted, 1 << 16)) {
          $1 = try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer($0))
        }
        guard !piece.isEmpty else { throw Errno.connectionReset }
        received += piece
      }
      return received
    } catch {
      throw FileError("read from", path, (error as? Errno) ?? .ioError)
    }
  }

  private static func sendOnce(
    _ socket: CInt, _ buffer: UnsafeRawPointer?, _ count: Int
  ) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.send(socket, buffer, count, 0)
    #else
      unsafe Glibc.send(socket, buffer, count, CInt(MSG_NOSIGNAL))
    #endif
  }
}
