// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

extension FilePath {
  /// The absolute path without links, `.` and `..`, as `realpath` gives it; it must exist.
  public func resolved() throws(FileError) -> FilePath {
    guard let real = RealPath.of(self) else {
      throw FileError("find", self, .noSuchFileOrDirectory)
    }
    return real
  }

  /// The same for the folder that it stands in: its last component may be a link, or not exist.
  public func resolvedInFolder() throws(FileError) -> FilePath {
    guard let last = lastComponent, last.kind == .regular else { return try resolved() }
    let folder = removingLastComponent()
    return try (folder.isEmpty ? "." : folder).resolved().appending(last)
  }

  /// What remains of this path beneath another, both resolved; nil when it is not beneath it.
  public func relative(beneath root: FilePath) -> RelativePath? {
    var prefix = root.byteArray
    if prefix.last != UInt8(ascii: "/") { prefix.append(UInt8(ascii: "/")) }
    let bytes = byteArray
    guard bytes.starts(with: prefix) else { return nil }
    return RelativePath(bytes: Array(bytes.dropFirst(prefix.count)))
  }
}
