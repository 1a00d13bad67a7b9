// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The clock that files get their times from, which on a network is not this machine's.
public enum FileClock {
  /// Nanoseconds since the epoch: what a file that is made in the folder now gets, or the machine's
  /// own time where that is earlier.
  public static func now(in folder: FilePath) throws(FileError) -> Int64 {
    let random = UInt64.random(in: .min ... .max)
    let probe = folder.appending(".clock.\(String(random, radix: 36)).tmp")
    do {
      let file = try FileDescriptor.open(
        probe, .readWrite, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
        permissions: .ownerReadWrite)
      defer {
        try? file.close()
        _ = unsafe probe.withPlatformString { unsafe unlink($0) }
      }
      return min(try FileStatus(file).changed, ours)
    } catch {
      throw FileError("create", probe, (error as? Errno) ?? .ioError)
    }
  }

  /// Nanoseconds since the epoch, by the machine's own clock.
  public static var ours: Int64 {
    var time = timespec()
    guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else { return 0 }
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
