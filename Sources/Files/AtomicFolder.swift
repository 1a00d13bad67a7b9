// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that appears under its name whole or not at all, in the place of the one before.
///
/// It is filled beside its target and then changes places with it in one step, so that a reader, a
/// kill or a full disk meets the old folder or the new one. Of writers at once the last one stays.
public struct AtomicFolder: ~Copyable {
  /// Where to put what belongs into it, until it is committed.
  public let staging: FilePath
  private let target: FilePath

  /// Makes an empty folder beside `target`, and the folders above it that are missing.
  ///
  /// A link to a folder stays, and what it leads to is replaced. What killed writers left there more
  /// than a day ago is removed.
  public init(replacing target: FilePath) throws(FileError) {
    (self.target, staging) = try Self.open(beside: target)
  }

  private static func open(beside target: FilePath) throws(FileError) -> (FilePath, FilePath) {
    let parent = target.removingLastComponent()
    if !parent.isEmpty { try Folder.create(parent) }
    let real = if let real = RealPath.of(target) { real } else { try target.resolvedInFolder() }
    if let status = try? FileStatus(real), status.kind != .directory {
      throw FileError("replace", target, .notDirectory)
    }
    let name = real.lastComponent?.string ?? ""
    let folder = real.removingLastComponent()
    Folder.removeAbandoned(in: folder, prefix: ".\(name).", suffix: ".tmp")
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    let staging = folder.appending(".\(name).\(random).tmp")
    try Folder.createNew(
      staging, permissions: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
    return (real, staging)
  }

  /// Flushes the folder's own names and puts it in its place; the one before is removed.
  ///
  /// Whoever fills it flushes the files and the folders in it.
  public consuming func commit() throws(FileError) {
    try Folder.flush(staging)
    // Others may put the folder there, or take it away, between two looks.
    for _ in 0..<16 {
      do throws(FileError) {
        if try Folder.exchange(staging, target) { break }
        try Folder.rename(staging, to: target)
        break
      } catch  where error.errno == .directoryNotEmpty || error.errno == .fileExists {
        continue
      }
    }
    try Folder.flush(target.removingLastComponent())
  }

  /// After an exchange this is the folder before; otherwise what never came to be.
  deinit { try? Folder.remove(staging) }
}

extension Folder {
  /// Lets two folders change places in one step; says false when there is no second one.
  ///
  /// Where the file system cannot do that, the second is moved aside first.
  static func exchange(_ one: FilePath, _ other: FilePath) throws(FileError) -> Bool {
    guard (try? FileStatus(other)) != nil else { return false }
    switch swap(one, other) {
    case nil: return true
    case .noSuchFileOrDirectory: return false
    case .noFunction, .invalidArgument, .notSupported, .notSupportedOnSocket:
      let aside = FilePath(rawBytes: one.byteArray + Array(".old".utf8))
      try rename(other, to: aside)
      try rename(one, to: other)
      try rename(aside, to: one)
      return true
    case .some(let reason): throw FileError("replace", other, reason)
    }
  }

  /// The kernel's reason; nil when it is done.
  private static func swap(_ one: FilePath, _ other: FilePath) -> Errno? {
    unsafe one.withPlatformString { one in
      unsafe other.withPlatformString { other in
        #if canImport(Darwin)
          unsafe renamex_np(one, other, UInt32(RENAME_SWAP)) == 0 ? nil : Errno(rawValue: errno)
        #else
          // Swift's view of the C library lacks the function; it is in glibc since 2.28.
          guard let symbol = unsafe dlsym(nil, "renameat2") else { return .noFunction }
          typealias Function =
            @convention(c) (
              CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt
            ) -> CInt
          let function = unsafe unsafeBitCast(symbol, to: Function.self)
          let exchange: CUnsignedInt = 2  // RENAME_EXCHANGE
          return unsafe function(AT_FDCWD, one, AT_FDCWD, other, exchange) == 0
            ? nil : Errno(rawValue: errno)
        #endif
      }
    }
  }

  /// Removes folders of such names that nobody has changed for a day: those who made them were
  /// killed.
  public static func removeAbandoned(in folder: FilePath, prefix: String, suffix: String) {
    for name in (try? names(in: folder)) ?? [] {
      guard let name = RelativePath(bytes: name), name.bytes.starts(with: prefix.utf8),
        name.bytes.reversed().starts(with: suffix.utf8.reversed()),
        let status = try? FileStatus(folder.appending(name)), status.kind == .directory,
        Program.nanosecondsSinceEpoch &- status.changed > 86_400_000_000_000
      else { continue }
      try? remove(folder.appending(name))
    }
  }
}
