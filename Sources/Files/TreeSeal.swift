// SPDX-License-Identifier: Apache-2.0

import Synchronization
import SystemPackage

/// A folder with all that is in it, as it was when something was proved of it.
///
/// Whoever touches a file changes its status, and whoever adds, removes or renames one changes that
/// of its folder (``KnownFolders``). So nothing was touched as long as all are the same to the
/// nanosecond, and no folder need be listed to see that. It holds until the machine is started
/// again. The text is a header line, the length of the claim, the claim, ``Block``s and a checksum.
public struct TreeSeal: Sendable {
  /// What was proved, in the words of whoever proved it.
  public let claim: ArraySlice<UInt8>
  private let bytes: [UInt8]
  private let blocks: [Range<Int>]

  /// Reads a seal; nil when it is damaged, or from before the last start.
  public init?(parsing bytes: [UInt8]) {
    guard let header = Self.header, bytes.starts(with: header), QuickChecksum.isRight(bytes),
      bytes.count >= header.count + QuickChecksum.size
    else { return nil }
    var rest = SealReader(bytes, header.count..<(bytes.count - QuickChecksum.size))
    guard let claim = rest.range() else { return nil }
    var blocks: [Range<Int>] = []
    while !rest.isEmpty {
      guard let block = rest.range() else { return nil }
      blocks.append(block)
    }
    guard !blocks.isEmpty else { return nil }
    (self.bytes, self.blocks, self.claim) = (bytes, blocks, bytes[claim])
  }

  /// The text of a seal; nil where the machine does not tell when it was started.
  public static func text(_ claim: [UInt8], _ blocks: [Block]) -> [UInt8]? {
    guard var text = header else { return nil }
    for part in [claim] + blocks.map(\.bytes) {
      LittleEndian.append(UInt64(part.count), to: &text)
      text += part
    }
    QuickChecksum.append(to: &text)
    return text
  }

  private static let header = MachineStart.name.map { Array("modelgate tree 1 \($0)\n".utf8) }

  /// Whether nothing in a folder was touched since.
  public func holds(for root: borrowing RootDirectory) -> Bool {
    let (descriptor, place) = (root.descriptor, root.path)
    let (devices, doubt) = (HonestDevices(), Doubt())
    let opener: @Sendable (Bool) -> FolderOpener = { FolderOpener(descriptor, place, isApart: $0) }
    let answers = Threads.map(blocks, with: opener) { opener, block in
      let isSame = !doubt.exists && isSame(block, opener, devices)
      if !isSame { doubt.begin() }
      return isSame
    }
    return !answers.isEmpty && answers.allSatisfy { $0 }
  }

  private func isSame(_ block: Range<Int>, _ opener: FolderOpener, _ devices: HonestDevices) -> Bool
  {
    var rest = SealReader(bytes, block)
    guard let key = rest.key(), let name = rest.range(),
      let folder = try? opener.open(
        name.isEmpty ? nil : RelativePath(bytes: Array(bytes[name])), nil),
      let status = try? FileStatus(folder.opened.descriptor), status.kind == .directory,
      StatusKey.matches(status, bytes, at: key),
      devices.areHonest(status, of: folder.opened.descriptor)
    else { return false }
    return withExtendedLifetime(folder) { areSame(&rest, folder.lookup) }
  }

  private func areSame(_ files: inout SealReader, _ lookup: NameLookup) -> Bool {
    while !files.isEmpty {
      guard let key = files.key(), let name = files.name(),
        let status = lookup.status(ofNameAt: name, in: bytes), status.kind == .file,
        StatusKey.matches(status, bytes, at: key)
      else { return false }
    }
    return true
  }
}

extension TreeSeal {
  /// A folder and files that stand directly in it: of many files, some.
  ///
  /// The folder's status, the length of its path, the path; of each file its status, the length of
  /// its name in a byte, the name and a NUL.
  public struct Block: Sendable {
    fileprivate private(set) var bytes: [UInt8] = []

    /// Begins with the folder, which must have honest times and a status that it keeps for as long
    /// as nothing is changed in it; nil is the root itself.
    public init(_ folder: RelativePath?, _ status: FileStatus) {
      let path = folder?.bytes ?? []
      StatusKey.append(status, to: &bytes)
      LittleEndian.append(UInt64(path.count), to: &bytes)
      bytes += path
    }

    /// Adds a file with the status of a record; false when no file system has such a name.
    public mutating func append(_ name: Span<UInt8>, _ record: Int, of table: StatusTable) -> Bool {
      guard let length = UInt8(exactly: name.count), length > 0 else { return false }
      bytes += table.key(of: record)
      bytes.append(length)
      unsafe name.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
      bytes.append(0)
      return true
    }
  }

  /// Spares the other threads work when one has found a difference.
  private final class Doubt: Sendable {
    private let isThere = Atomic<Bool>(false)

    var exists: Bool { isThere.load(ordering: .relaxed) }

    func begin() { isThere.store(true, ordering: .relaxed) }
  }
}

/// Takes a part of a seal apart, from its start on.
private struct SealReader {
  private let bytes: [UInt8]
  private var rest: Range<Int>

  init(_ bytes: [UInt8], _ part: Range<Int>) { (self.bytes, rest) = (bytes, part) }

  var isEmpty: Bool { rest.isEmpty }

  /// Where the next status stands.
  mutating func key() -> Int? { take(StatusKey.size)?.lowerBound }

  /// The next bytes that their number stands before.
  mutating func range() -> Range<Int>? {
    guard let length = take(8) else { return nil }
    return Int(exactly: LittleEndian.word(bytes, at: length.lowerBound)).flatMap { take($0) }
  }

  /// Where the next name starts, which a NUL is known to follow.
  mutating func name() -> Int? {
    guard let length = take(1), let name = take(Int(bytes[length.lowerBound]) + 1),
      bytes[name.upperBound - 1] == 0
    else { return nil }
    return name.lowerBound
  }

  private mutating func take(_ count: Int) -> Range<Int>? {
    guard count >= 0, count <= rest.count else { return nil }
    let taken = rest.lowerBound..<rest.lowerBound + count
    rest = taken.upperBound..<rest.upperBound
    return taken
  }
}
