// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
public import SystemPackage

extension Site {
  /// Writes the site, whole or not at all, in the place of an earlier one.
  ///
  /// The folder may be missing, empty, or hold a site and nothing else; anything else in it is
  /// somebody's, and refused.
  public func write(to folder: FilePath) throws {
    try Self.check(folder)
    let place = try AtomicFolder(replacing: folder)
    let models = place.staging.appending("models")
    try Folder.createNew(
      models, permissions: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
    for file in files {
      try NewFile.write(
        Array(file.text.utf8), to: place.staging.appending(file.path),
        permissions: [.ownerReadWrite, .groupRead, .otherRead], flushed: true)
    }
    try Folder.flush(models)
    try place.commit()
  }

  private static func check(_ folder: FilePath) throws {
    guard let real = RealPath.of(folder) else { return }
    if real == RealPath.of(".") {
      throw Failure(
        "the current folder cannot be replaced by a site", hints: ["--html site"], status: .usage)
    }
    guard try FileStatus(real).kind == .directory else {
      throw Failure("'\(folder.printable)' is no folder", status: .usage)
    }
    let names = try Folder.names(in: real).map { RelativePath.quoted($0) }
    let strangers = names.filter { $0 != "index.html" && $0 != "models" }
    let isOurs = strangers.isEmpty && (names.isEmpty || isSite(real))
    guard isOurs else {
      let name = strangers.min() ?? "index.html"
      throw Failure(
        "'\(folder.printable)' holds '\(name)', which is no part of a report and would be lost",
        hints: ["--html \(ShellWord.quote(folder.appending("models")))"], status: .usage)
    }
  }

  /// Whether the index is one that was written here, and all pages look so.
  private static func isSite(_ folder: FilePath) -> Bool {
    let index = try? SmallFile.read(folder.appending("index.html"), limit: 1 << 30)
    let start = String(decoding: (index ?? []).prefix(2048), as: UTF8.self)
    let pages = (try? Folder.names(in: folder.appending("models"))) ?? []
    return start.contains(SitePage.generator)
      && pages.allSatisfy { String(decoding: $0, as: UTF8.self).hasSuffix(".html") }
  }
}
