// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import SystemPackage

/// Someone who commits.
public struct Identity: Equatable, Sendable {
  /// Name.
  public var name: String
  /// E-mail address.
  public var email: String

  /// Names someone.
  public init(name: String, email: String) {
    self.name = name
    self.email = email
  }
}

extension Repository {
  /// A setting as git would read it here, or nil when it is not set.
  public func setting(_ key: String) throws(GitError) -> String? {
    try unsafe withSetting(key) { config, key throws(GitError) in
      var value: UnsafePointer<CChar>?
      try call("read setting '\(key)'") { unsafe git_config_get_string(&value, config, key) }
      return unsafe value.map { unsafe String(cString: $0) }
    } ?? nil
  }

  /// A setting read as git reads truth values; nil when it is not set.
  ///
  /// What is no truth value is an error, as it is for git.
  public func flag(_ key: String) throws(GitError) -> Bool? {
    try unsafe withSetting(key) { config, key throws(GitError) in
      var value: Int32 = 0
      try call("read setting '\(key)'") { unsafe git_config_get_bool(&value, config, key) }
      return value != 0
    }
  }

  private func withSetting<Value>(
    _ key: String, _ read: (OpaquePointer?, String) throws(GitError) -> Value
  ) throws(GitError) -> Value? {
    let key = try checked(key, "read setting '\(key)'")
    var config: OpaquePointer?
    try call("read the configuration") {
      unsafe git_repository_config_snapshot(&config, handle)
    }
    defer { unsafe git_config_free(config) }
    do {
      return try unsafe read(config, key)
    } catch  where error.code == .notFound {
      return nil
    }
  }

  /// A setting that names a file, with `~` replaced as git does; nil when it is not set.
  public func path(setting key: String) throws(GitError) -> FilePath? {
    var config: OpaquePointer?
    try call("read the configuration") {
      unsafe git_repository_config_snapshot(&config, handle)
    }
    defer { unsafe git_config_free(config) }
    var value = unsafe git_buf()
    defer { unsafe git_buf_dispose(&value) }
    do {
      try call("read setting '\(key)'") { unsafe git_config_get_path(&value, config, key) }
    } catch  where error.code == .notFound {
      return nil
    }
    return unsafe value.ptr.map { unsafe FilePath(platformString: $0) }
  }

  /// Whether objects are left with a remote until they are needed.
  public func isPartial() throws(GitError) -> Bool {
    for remote in try remotes() {
      if try flag("remote.\(remote).promisor") == true { return true }
    }
    return false
  }

  /// The names of the remotes.
  public func remotes() throws(GitError) -> [String] {
    var list = unsafe git_strarray()
    try call("list remotes") { unsafe git_remote_list(&list, handle) }
    defer { unsafe git_strarray_dispose(&list) }
    var names: [String] = []
    for index in 0..<(unsafe list.count) {
      if let name = unsafe list.strings[index] { names.append(unsafe String(cString: name)) }
    }
    return names
  }

  /// The URL that a remote is fetched from; nil when there is no such remote.
  public func url(ofRemote name: String) throws(GitError) -> String? {
    try setting("remote.\(name).url")
  }

  /// Who commits here, from `user.name` and `user.email`.
  public func identity() throws(GitError) -> Identity? {
    guard let name = try setting("user.name"), let email = try setting("user.email") else {
      return nil
    }
    return Identity(name: name, email: email)
  }
}
