// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Absolute paths with every symbolic link resolved.
public enum RealPath {
  /// Where a path leads; nil when nothing is there.
  public static func of(_ path: FilePath) -> FilePath? {
    unsafe path.withPlatformString { text in
      guard let resolved = unsafe realpath(text, nil) else { return nil }
      defer { unsafe free(resolved) }
      return unsafe FilePath(platformString: resolved)
    }
  }
}
