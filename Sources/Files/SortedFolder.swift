// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What one folder holds, in the order that the paths have in a sorted list of files.
///
/// The name of a folder ends with a slash: so `a.csv` comes before what is in `a`, as it does in
/// such a list. All names share one block of memory.
public final class SortedFolder: Sendable {
  /// One name.
  public struct Entry: Sendable {
    /// Where it stands among the names.
    public let name: Range<Int>
    /// What stood there when it was listed.
    public let kind: FileStatus.Kind
  }

  /// All names, each with a NUL after it.
  public let names: [UInt8]
  /// The entries, ordered by the bytes of their names.
  public let entries: [Entry]
  /// From the root of the walk; nil for the root itself.
  let relativePath: RelativePath?
  /// Its status from before it was listed; nil when that proves nothing.
  public let status: FileStatus?
  let path: FilePath

  fileprivate init(
    _ names: [UInt8], _ entries: [Entry], _ folder: UnlistedFolder, _ path: FilePath
  ) {
    (self.names, self.entries) = (names, entries)
    (status, relativePath) = (folder.status, folder.path)
    self.path = path
  }

  /// The folder's status from before it was listed, and the sum of its names; nil when they prove
  /// nothing.
  public var proof: (status: FileStatus, names: NameSum)? {
    guard let status else { return nil }
    var sum = NameSum()
    let names = names
    for entry in entries {
      let isFolder = entry.kind == .directory
      let name = entry.name.lowerBound..<entry.name.upperBound - (isFolder ? 1 : 0)
      sum.add(names.span.extracting(name), isFolder: isFolder)
    }
    return (status, sum)
  }

  /// The path of an entry, for messages.
  func place(of entry: Entry) -> FilePath {
    path.appending(RelativePath(unchecked: names[entry.name].filter { $0 != 0x2f }))
  }

  /// Gives an entry's name to a system call.
  func withName<Result>(of entry: Entry, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    unsafe names.withUnsafeBytes { names in
      let start = unsafe names.baseAddress.unsafelyUnwrapped + entry.name.lowerBound
      return unsafe body(start.assumingMemoryBound(to: CChar.self))
    }
  }

  /// Gathers names in any order.
  struct Builder {
    private var names: [UInt8] = []
    private var entries: [Entry] = []

    mutating func add(_ name: UnsafeRawBufferPointer, _ kind: FileStatus.Kind) {
      let start = names.count
      unsafe names.append(contentsOf: name)
      if kind == .directory { names.append(UInt8(ascii: "/")) }
      entries.append(Entry(name: start..<names.count, kind: kind))
      names.append(0)
    }

    func finish(_ folder: UnlistedFolder, _ path: FilePath) -> SortedFolder {
      var entries = entries
      let span = names.span
      entries.sort {
        ByteOrder.compare(span.extracting($0.name), span.extracting($1.name)) < 0
      }
      return SortedFolder(names, entries, folder, path)
    }
  }
}
