// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Turns this process into another program, as `execv` does.
public enum Exec {
  /// Runs `program` in the place of this process, and returns only to say why that failed.
  ///
  /// The arguments are bytes, `arguments[0]` is what the program sees as its own name; the
  /// environment, the working folder and the open standard streams are handed on.
  public static func replaceProcess(with program: FilePath, arguments: [[UInt8]]) -> FileError {
    var pointers = unsafe arguments.map { unsafe copy($0) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    _ = unsafe program.withPlatformString { unsafe execv($0, pointers) }
    return FileError("run", program, Errno(rawValue: errno))
  }

  /// The bytes up to the first NUL, for C.
  private static func copy(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe terminated.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe strdup($0) }
    }
  }
}
