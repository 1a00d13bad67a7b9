// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage
import Worktree

/// What a scan needs to know of the repository's own settings.
///
/// Attributes are those of the index, which is the judged commit unless something is staged; an
/// edited `.gitattributes` in the worktree cannot hide a change.
struct ScanSettings {
  let index: GitIndex
  let isParanoid: Bool
  let inputs: [RelativePath]
  /// Whether everything is a declared input.
  let isInput: Bool

  func options(of repository: borrowing Repository) throws -> ScanOptions {
    var options = ScanOptions()
    options.isParanoid = isParanoid
    let foldsCase = try repository.flag("core.ignorecase") ?? false
    options.patternsFoldCase = foldsCase
    if isInput {
      options.reportsIgnored = .everything
    } else if !inputs.isEmpty {
      options.reportsIgnored = .below(inputs)
    }
    let info = repository.commonDirectory.appending("info")
    options.repositoryExcludes = ignoreFile(info.appending("exclude"), foldsCase)
    options.userExcludes = try userFile("core.excludesfile", "ignore", of: repository)
      .flatMap { ignoreFile($0, foldsCase) }
    options.autoCRLF = try autoCRLF(of: repository)
    let user = try userFile("core.attributesfile", "attributes", of: repository)
    let committed = try committedAttributes(foldsCase, of: repository)
    options.committedAttributes = AttributeRules(root: committed.root, folders: committed.folders)
    options.attributes = AttributeRules(
      user: user.flatMap { attributeFile($0, foldsCase) }, root: committed.root,
      folders: committed.folders, repository: attributeFile(info.appending("attributes"), foldsCase)
    )
    return options
  }

  /// `input`, or any of the words that are true or false to git.
  private func autoCRLF(of repository: borrowing Repository) throws -> AutoCRLF {
    if try repository.setting("core.autocrlf")?.lowercased() == "input" { return .input }
    return try repository.flag("core.autocrlf") == true ? .yes : .no
  }

  private func committedAttributes(_ foldsCase: Bool, of repository: borrowing Repository) throws
    -> (root: AttributeFile?, folders: [RelativePath: AttributeFile])
  {
    var root: AttributeFile?
    var folders: [RelativePath: AttributeFile] = [:]
    for number in index.attributeFiles {
      let entry = index[number]
      guard entry.stage == 0, entry.mode == .file || entry.mode == .executable else { continue }
      let content = try repository.blob(entry.id, limit: AttributeFile.maximumSize)
      let file = AttributeFile(
        content, allowsMacros: entry.path.parent == nil, foldsCase: foldsCase)
      if let folder = entry.path.parent { folders[folder] = file } else { root = file }
    }
    return (root, folders)
  }

  private func ignoreFile(_ path: FilePath, _ foldsCase: Bool) -> IgnoreFile? {
    guard let content = try? SmallFile.read(path, limit: IgnoreFile.maximumSize) else { return nil }
    return IgnoreFile(content, foldsCase: foldsCase)
  }

  private func attributeFile(_ path: FilePath, _ foldsCase: Bool) -> AttributeFile? {
    guard let content = try? SmallFile.read(path, limit: AttributeFile.maximumSize) else {
      return nil
    }
    return AttributeFile(content, allowsMacros: true, foldsCase: foldsCase)
  }

  /// The file that a setting names, or the one in the user's git folder.
  private func userFile(_ key: String, _ name: String, of repository: borrowing Repository) throws
    -> FilePath?
  {
    if let path = try repository.path(setting: key) { return path }
    return UserFolder.git?.appending(name)
  }
}
