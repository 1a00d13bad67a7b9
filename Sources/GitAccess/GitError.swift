// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Findings

/// libgit2 refused something.
///
/// The raw status is kept, because libgit2 adds codes from release to release.
public struct GitError: ExplainedError, Equatable {
  /// A status code of libgit2 (`git_error_code`); open, so that unknown codes survive.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The number as libgit2 returned it.
    public let rawValue: Int32

    /// Wraps a number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `GIT_ENOTFOUND`: no such object, reference, path or key.
    public static let notFound = Code(rawValue: GIT_ENOTFOUND.rawValue)
    /// `GIT_EOWNER`: the repository belongs to another user.
    public static let owner = Code(rawValue: GIT_EOWNER.rawValue)
    /// `GIT_EMODIFIED`: a reference moved since it was read.
    public static let modified = Code(rawValue: GIT_EMODIFIED.rawValue)
    /// `GIT_ELOCKED`: a lock file is held.
    public static let locked = Code(rawValue: GIT_ELOCKED.rawValue)
    /// `GIT_EEXISTS`: the name is taken.
    public static let exists = Code(rawValue: GIT_EEXISTS.rawValue)
    /// `GIT_EUNBORNBRANCH`: HEAD names a branch without a commit.
    public static let unbornBranch = Code(rawValue: GIT_EUNBORNBRANCH.rawValue)
  }

  /// What was tried, as a verb phrase with its subject quoted.
  public let operation: String
  /// The status.
  public let code: Code
  /// What libgit2 said, or "" when it said nothing.
  public let detail: String
  /// What to type, where that is known.
  public let hints: [String]

  /// Makes an error, with what mends it.
  public init(_ operation: String, code: Code, detail: String, hints: [String] = []) {
    self.operation = operation
    self.code = code
    self.detail = detail
    self.hints = hints
  }

  /// Whether libgit2 cannot read an index that git can: one of two files, or with whole folders.
  public var isIndexOfAnotherForm: Bool {
    ["link", "sdir"].contains { detail.contains("unsupported mandatory extension: '\($0)'") }
  }

  /// For example `cannot open repository 'x': unsupported extension name extensions.partialclone`.
  public var message: String {
    "cannot \(operation): \(detail.isEmpty ? "libgit2 error \(code.rawValue)" : detail)"
  }
}

/// Calls libgit2 and turns a negative status into an error; the one place where that is done.
///
/// Text that goes to libgit2 must have passed `checked(_:)`, because a NUL would cut it short.
/// libgit2 keeps its last error per thread, so nothing may be awaited between call and error.
@discardableResult
func call(_ operation: @autoclosure () -> String, _ body: () -> Int32) throws(GitError) -> Int32 {
  Library.start()
  // What an earlier success left behind would otherwise be taken for this call's reason.
  git_error_clear()
  let status = body()
  try check(operation(), status)
  return status
}

/// Turns a negative status of the call just made into an error.
func check(_ operation: @autoclosure () -> String, _ status: Int32) throws(GitError) {
  guard status < 0 else { return }
  throw GitError(operation(), code: .init(rawValue: status), detail: Library.takeLastError())
}

enum Library {
  /// Started at the first call, never at program start: not every tool needs it every time.
  ///
  /// Objects and references are flushed to the disk, so that a power cut keeps the ledger whole.
  private static let started: Int32 = {
    let count = git_libgit2_init()
    _ = modelgate_git_enable_fsync(1)
    _ = modelgate_git_accept_extensions()
    _ = modelgate_git_leave_owners()
    return count
  }()

  static func start() { _ = started }

  static func takeLastError() -> String {
    guard let last = unsafe git_error_last(), let text = unsafe last.pointee.message else {
      return ""
    }
    defer { git_error_clear() }
    return unsafe String(cString: text)
  }
}

extension GitError {
  /// `GIT_EINVALIDSPEC`, for names and revisions that can be none.
  static func invalid(_ operation: String, _ reason: String) -> GitError {
    GitError(operation, code: .init(rawValue: GIT_EINVALIDSPEC.rawValue), detail: reason)
  }

  /// An object that is not what git writes, or is more than fits a limit.
  package static func malformed(_ operation: String, _ reason: String) -> GitError {
    GitError(operation, code: .init(rawValue: GIT_ERROR.rawValue), detail: reason)
  }
}

/// Text as libgit2 will see all of it: C strings end at the first NUL.
func checked(_ text: String, _ operation: @autoclosure () -> String) throws(GitError) -> String {
  guard !text.utf8.contains(0) else { throw .invalid(operation(), "it holds a NUL byte") }
  return text
}
