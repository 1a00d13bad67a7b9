// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import GitAccess
import SystemPackage

/// The line that keeps a dataset out of git, in the `.gitignore` of the folder that it lies in.
struct GitIgnoreEntry {
  private static let limit = 16 << 20

  private let dataset: RelativePath

  init(_ dataset: RelativePath) { self.dataset = dataset }

  /// Adds the line unless git ignores the data already or has it in the index; gives the file
  /// that was written, or nil.
  ///
  /// A repository that libgit2 refuses is left as it is. Others that track data at the same time
  /// wait, so that no line is lost.
  func write(in folder: RepositoryFolder) throws -> RelativePath? {
    let lock = folder.ignoreLock()
    let file = try writeAlone(in: folder)
    _ = consume lock
    return file
  }

  private func writeAlone(in folder: RepositoryFolder) throws -> RelativePath? {
    guard let repository = try? Repository(at: folder.path), try needsLine(in: repository, folder)
    else { return nil }
    let name = RelativePath(".gitignore")
    guard let file = dataset.parent.map({ parent in name.map { parent.appending($0) } }) ?? name
    else { return nil }
    let target = folder.path.appending(file)
    var text: [UInt8] = []
    if (try? FileStatus(target)) != nil {
      text = try SmallFile.read(target, limit: Self.limit, followLink: false)
    }
    if let last = text.last, last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
    try AtomicFile.write(text + line, to: target)
    return file
  }

  private func needsLine(in repository: borrowing Repository, _ folder: RepositoryFolder) throws
    -> Bool
  {
    let isFolder = try FileStatus(folder.path.appending(dataset)).kind == .directory
    return try !repository.isIgnored(dataset, isFolder: isFolder)
      && !repository.isInIndex(dataset)
  }

  /// `/NAME`, with a backslash before what gitignore(5) would take for something else.
  ///
  /// No line can hold a line break, nor a CR at its end, so that their class stands for them.
  private var line: [UInt8] {
    var line = [UInt8(ascii: "/")]
    for byte in dataset.name {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): line += Array("[[:cntrl:]]".utf8)
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"),
        UInt8(ascii: " "):
        line += [UInt8(ascii: "\\"), byte]
      default: line.append(byte)
      }
    }
    return line + [UInt8(ascii: "\n")]
  }
}

extension RepositoryFolder {
  /// Nil where none can be taken, as in a `.git` that is read only, or not within ten seconds.
  fileprivate func ignoreLock() -> FileLock? {
    guard let folder = commonDirectory?.appending("modelgate"),
      (try? Folder.create(folder)) != nil
    else { return nil }
    do throws(FileError) {
      return try FileLock.take(folder.appending("ignore.lock"), waiting: 10_000)
    } catch {
      return nil
    }
  }

  /// Whether `git add` takes a file only when it is forced.
  func ignores(_ file: RelativePath) -> Bool {
    guard let repository = try? Repository(at: path),
      let isIgnored = try? repository.isIgnored(file, isFolder: false)
    else { return false }
    return isIgnored && (try? repository.isInIndex(file)) != true
  }
}
