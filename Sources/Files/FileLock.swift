// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An exclusive lock on a file, held until the value ends or the process dies.
///
/// The kernel lets go of it (`flock`), so a killed process leaves nothing to clean up.
public struct FileLock: ~Copyable {
  private let descriptor: FileDescriptor

  private init(holding descriptor: FileDescriptor) { self.descriptor = descriptor }

  /// Takes the lock, making the file if it is missing; nil when another process holds it.
  public static func take(_ path: FilePath) throws(FileError) -> FileLock? {
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(
        path, .readWrite, options: [.create, .noFollow, .closeOnExec],
        permissions: .ownerReadWrite)
    } catch {
      throw FileError("lock", path, (error as? Errno) ?? .ioError)
    }
    if flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 { return FileLock(holding: descriptor) }
    let reason = Errno(rawValue: errno)
    try? descriptor.close()
    if reason == .wouldBlock { return nil }
    throw FileError("lock", path, reason)
  }

  /// Takes the lock as soon as nobody else holds it; nil after so many milliseconds.
  public static func take(_ path: FilePath, waiting milliseconds: Int)
    throws(FileError) -> FileLock?
  {
    for _ in 0..<max(1, milliseconds / pause) {
      if let lock = try take(path) { return lock }
      Threads.pause(milliseconds: pause)
    }
    return nil
  }

  private static let pause = 10

  deinit {
    // A thread with a table of its own (``ThreadFiles``) may still have a copy of the descriptor.
    _ = flock(descriptor.rawValue, LOCK_UN)
    try? descriptor.close()
  }
}
