// SPDX-License-Identifier: Apache-2.0

public import Findings
public import SystemPackage

/// The kernel refused something on a file, or what was found there may not be used.
public struct FileError: ExplainedError, Hashable {
  /// What was tried, as a verb phrase: `read`, `create`, `rename`.
  public let operation: String
  /// The file, printable.
  public let path: String
  /// The reason, as the kernel names it.
  public let errno: Errno
  /// The reason in words, where the kernel's own would mislead.
  public let detail: String?

  /// Names the operation, the file and the reason.
  public init(_ operation: String, path: String, errno: Errno, detail: String? = nil) {
    self.operation = operation
    self.path = path
    self.errno = errno
    self.detail = detail
  }

  /// Names the operation, the file and the reason.
  public init(_ operation: String, _ path: FilePath, _ errno: Errno, detail: String? = nil) {
    self.init(operation, path: path.printable, errno: errno, detail: detail)
  }

  /// For example `cannot read 'model.onnx': No such file or directory`.
  public var message: String { "cannot \(operation) '\(path)': \(detail ?? errno.description)" }
}

extension FilePath {
  /// The path for people, quoted as git quotes when it is not plain UTF-8.
  public var printable: String { RelativePath.quoted(byteArray) }

  /// The bytes of the path, without the final NUL.
  public var byteArray: [UInt8] {
    unsafe withPlatformString { pointer in
      var bytes: [UInt8] = []
      var index = 0
      while unsafe pointer[index] != 0 {
        bytes.append(unsafe UInt8(bitPattern: pointer[index]))
        index += 1
      }
      return bytes
    }
  }

  /// A path from raw bytes that hold no NUL.
  public init(rawBytes: [UInt8]) {
    var terminated = rawBytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
    terminated.append(0)
    self = unsafe terminated.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return FilePath() }
      return unsafe FilePath(platformString: base)
    }
  }

  /// This path with a checked relative path below it.
  public func appending(_ relative: RelativePath) -> FilePath {
    FilePath(rawBytes: byteArray + [UInt8(ascii: "/")] + relative.bytes)
  }
}
