// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// This program, and where others are.
public enum Program {
  /// The arguments byte for byte, with the program's name first.
  public static var arguments: [[UInt8]] {
    unsafe UnsafeBufferPointer(
      start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)
    ).map { argument in
      unsafe argument.map { unsafe bytes(of: $0) } ?? []
    }
  }

  /// The folder that holds this program's file, links resolved; nil when the kernel won't say.
  public static var folder: FilePath? {
    #if canImport(Darwin)
      var size = UInt32(PATH_MAX)
      var buffer = [CChar](repeating: 0, count: Int(size) + 1)
      guard unsafe _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
      let path = FilePath(rawBytes: buffer.map { UInt8(bitPattern: $0) })
    #else
      let path: FilePath = "/proc/self/exe"
    #endif
    return RealPath.of(path)?.removingLastComponent()
  }

  /// The absolute folders of `PATH`, in order.
  ///
  /// Empty and relative entries do not count: what runs must not depend on the working folder.
  public static var searchPath: [FilePath] {
    guard let value = unsafe getenv("PATH") else { return [] }
    let entries = unsafe bytes(of: value).split(separator: UInt8(ascii: ":"))
    return entries.filter { $0.first == UInt8(ascii: "/") }.map { FilePath(rawBytes: Array($0)) }
  }

  /// Whether a path leads to a regular file that this user may run.
  public static func isExecutable(_ path: FilePath) -> Bool {
    guard (try? FileStatus(following: path))?.kind == .file else { return false }
    return unsafe path.withPlatformString { unsafe access($0, X_OK) } == 0
  }

  private static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
    unsafe UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
  }
}
