// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Files
import SystemPackage

/// A form of repository that libgit2 cannot read, though it was told to open it.
enum RepositoryFormat {
  /// Objects are named by SHA-256.
  case sha256
  /// Objects are named by a digest that this program does not know.
  case objects(String)
  /// References are in tables, not in files.
  case reftable
  /// References are kept in a way that this program does not know.
  case references(String)

  /// What is wrong with the settings of a repository, as they stand in its own file; nil when they
  /// name what is usual, or nothing.
  init?(objects: String?, references: String?) {
    switch (objects ?? "sha1", references ?? "files") {
    case ("sha1", "files"): return nil
    case ("sha256", _): self = .sha256
    case ("sha1", "reftable"): self = .reftable
    case ("sha1", let name): self = .references(name)
    case (let name, _): self = .objects(name)
    }
  }

  /// Why the repository at a path is not read, and what makes one that is.
  func refusal(_ operation: String, root: FilePath) -> GitError {
    .init(operation, code: .init(rawValue: GIT_ERROR.rawValue), detail: reason, hints: hints(root))
  }

  private var reason: String {
    switch self {
    case .sha256: "it names objects by SHA-256, which this libgit2 can't read"
    case .objects(let name): "it names objects by '\(name)', which this libgit2 can't read"
    case .reftable: "it keeps references in a reftable, which this libgit2 can't read"
    case .references(let name): "it keeps references as '\(name)', which this libgit2 can't read"
    }
  }

  private func hints(_ root: FilePath) -> [String] {
    let place = ShellWord.quote(root)
    switch self {
    case .objects, .references: return []
    case .reftable:
      return ["# with git 2.46 or later:", "git -C \(place) refs migrate --ref-format=files"]
    case .sha256:
      let copy = ShellWord.quote(FilePath(rawBytes: root.byteArray + Array("-sha1".utf8)))
      return [
        "# the same history in a repository beside it, where commits have other names:",
        "git init --object-format=sha1 \(copy)",
        "git -C \(place) fast-export --all --signed-tags=strip | git -C \(copy) fast-import",
      ]
    }
  }
}

extension Repository {
  /// Refuses a form that cannot be read; what git does anyway may be written down.
  func checkFormat(_ operation: String) throws(GitError) {
    let found = RepositoryFormat(
      objects: try ownSetting("extensions.objectformat"),
      references: try ownSetting("extensions.refstorage"))
    guard let format = found else { return }
    throw format.refusal(operation, root: worktree ?? gitDirectory)
  }

  /// A setting of the repository's own file, the one place where git looks for its format.
  private func ownSetting(_ key: String) throws(GitError) -> String? {
    var all: OpaquePointer?
    var own: OpaquePointer?
    try call("read the configuration") { unsafe git_repository_config(&all, handle) }
    defer { unsafe git_config_free(all) }
    guard unsafe git_config_open_level(&own, all, GIT_CONFIG_LEVEL_LOCAL) == 0 else { return nil }
    defer { unsafe git_config_free(own) }
    var value = unsafe git_buf()
    defer { unsafe git_buf_dispose(&value) }
    guard unsafe git_config_get_string_buf(&value, own, key) == 0 else { return nil }
    return unsafe value.ptr.map { unsafe String(cString: $0) }
  }
}
