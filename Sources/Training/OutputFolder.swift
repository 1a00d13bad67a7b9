// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// Where a finished build goes: one folder a build, which appears whole or not at all.
///
///     modelgate-out/.gitignore            the folder ignores itself
///     modelgate-out/<pipeline>/<run>/     the model, its attestation, the log
///     modelgate-out/<pipeline>/latest     a link to the newest
struct OutputFolder {
  let staging: FilePath
  let final: FilePath
  private let latest: FilePath

  init(root: FilePath, pipeline: String, invocation: Invocation) throws {
    try Folder.create(root)
    // Not in a folder that holds something of its owner's, all of which git would then pass over.
    if try Folder.names(in: root).isEmpty {
      try AtomicFile.write("*\n".utf8, to: root.appending(".gitignore"))
    }
    let folder = root.appending(pipeline)
    try Folder.create(folder)
    // Staging folders of builds that were killed; those of today may still be running.
    Folder.removeAbandoned(in: folder, prefix: ".", suffix: ".tmp")
    staging = folder.appending(".\(invocation).tmp")
    final = folder.appending("\(invocation)")
    latest = folder.appending("latest")
    if let kind = (try? FileStatus(latest))?.kind, kind != .symbolicLink {
      throw FileError(
        "replace", latest, .fileExists,
        detail: "it is a \(kind.rawValue), and no link to the newest build")
    }
    try Folder.createNew(
      staging, permissions: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
  }

  /// Gives the folder its name, which outlives a power cut.
  func commit() throws {
    try Folder.flush(staging)
    try Folder.rename(staging, to: final)
    try Folder.flush(final.removingLastComponent())
    try SymbolicLink.replace(latest, to: FilePath(final.lastComponent?.string ?? "."))
  }

  /// Removes what a failed build left.
  func discard() { try? Folder.remove(staging) }
}
