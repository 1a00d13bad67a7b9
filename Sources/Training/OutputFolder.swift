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
    let ignore = root.appending(".gitignore")
    if (try? FileStatus(ignore)) == nil { try AtomicFile.write("*\n".utf8, to: ignore) }
    let folder = root.appending(pipeline)
    try Folder.create(folder)
    // Staging folders of builds that were killed; those of today may still be running.
    Folder.removeAbandoned(in: folder, prefix: ".", suffix: ".tmp")
    staging = folder.appending(".\(invocation).tmp")
    final = folder.appending("\(invocation)")
    latest = folder.appending("latest")
    try Folder.createNew(
      staging, permissions: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
  }

  /// Gives the folder its name.
  func commit() throws {
    try Folder.rename(staging, to: final)
    try SymbolicLink.replace(latest, to: FilePath(final.lastComponent?.string ?? "."))
  }

  /// Removes what a failed build left.
  func discard() { try? Folder.remove(staging) }
}
