// SPDX-License-Identifier: Apache-2.0

import Findings
import Manifests

/// A server with the batch API; asked without credentials first, then with those that git has.
struct LFSServer {
  let url: String
  let git: GitClient
  let environment: [String: String]
  /// Fields that a login over ssh gave.
  var headers: [(name: String, value: String)] = []

  func presences(of pointers: [LFSPointer]) async throws(Failure) -> [String: Presence] {
    guard !pointers.isEmpty else { return [:] }
    let (bare, login) = Self.separated(url)
    let settings = try await transport(bare)
    var requests = stride(from: 0, to: pointers.count, by: LFSBatch.size).map { start in
      request(pointers[start...].prefix(LFSBatch.size), at: bare, login, settings)
    }
    var outcomes = await Curl(environment: environment).perform([requests[0]])
    var used = login
    if case .answer(let answer) = outcomes[0], answer.status == 401, headers.isEmpty {
      used = try await credentials(for: bare)
      requests[0].login = used
      outcomes = await Curl(environment: environment).perform([requests[0]])
    }
    for index in requests.indices { requests[index].login = used }
    outcomes += await Curl(environment: environment).perform(Array(requests.dropFirst()))
    return try Self.merged(outcomes)
  }

  private func request(
    _ pointers: ArraySlice<LFSPointer>, at url: String, _ login: HTTPLogin?,
    _ settings: GitSettings
  ) -> HTTPRequest {
    var fields = [
      (name: "Accept", value: LFSBatch.mediaType),
      (name: "Content-Type", value: LFSBatch.mediaType),
    ]
    if let extra = settings["http.extraheader"], let colon = extra.firstIndex(of: ":") {
      let value = extra[extra.index(after: colon)...].drop { $0 == " " }
      fields.append((String(extra[..<colon]), String(value)))
    }
    return HTTPRequest(
      method: .post(LFSBatch.body(pointers)), url: "\(url)/objects/batch",
      headers: fields + headers, login: login, certificates: settings["http.sslcainfo"])
  }

  /// The settings below `http` that git has for the URL, among them what CI systems log in with.
  private func transport(_ url: String) async throws(Failure) -> GitSettings {
    let run = try await git.run(["config", "--null", "--get-urlmatch", "http", url])
    return GitSettings(parsing: run.status == 0 ? run.output : [])
  }

  /// A URL without its user and password, and these.
  static func separated(_ url: String) -> (url: String, login: HTTPLogin?) {
    guard let scheme = url.firstRange(of: "://") else { return (url, nil) }
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    guard let at = authority.lastIndex(of: "@") else { return (url, nil) }
    let bare =
      url[..<scheme.upperBound] + authority[authority.index(after: at)...]
      + rest[authority.endIndex...]
    let parts = authority[..<at].split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return (String(bare), nil) }
    return (
      String(bare),
      HTTPLogin(user: PercentEscape.decode(parts[0]), password: PercentEscape.decode(parts[1]))
    )
  }

  /// What `git credential fill` knows without asking anybody.
  private func credentials(for url: String) async throws(Failure) -> HTTPLogin {
    let wanted = Failure(
      "'\(SafeURL.text(url))' wants a login, and git has none for it",
      hints: ["git credential approve", "git lfs fetch --dry-run"])
    guard !url.utf8.contains(0x0a) else { throw wanted }
    let run = try await git.run(
      ["credential", "fill"], input: Array("url=\(url)\n\n".utf8))
    guard run.status == 0 else { throw wanted }
    var fields: [String: String] = [:]
    for line in run.output.split(separator: 0x0a) {
      let parts = line.split(separator: 0x3d, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      fields[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
    }
    guard let user = fields["username"], let password = fields["password"] else { throw wanted }
    return HTTPLogin(user: user, password: password)
  }

  private static func merged(_ outcomes: [HTTPOutcome]) throws(Failure) -> [String: Presence] {
    var all: [String: Presence] = [:]
    for outcome in outcomes {
      switch outcome {
      case .failure(let reason): throw Failure("the LFS server cannot be reached: \(reason)")
      case .answer(let answer):
        guard answer.status == 200 else { throw Failure(words(for: answer.status)) }
        do {
          all.merge(try LFSBatch.presences(in: answer.body)) { $1 }
        } catch {
          let reason = (error as? any ExplainedError)?.message ?? "\(error)"
          throw Failure("the LFS server's answer cannot be read: \(reason)")
        }
      }
    }
    return all
  }

  private static func words(for status: Int) -> String {
    switch status {
    case 300..<400: "the LFS server answers with a redirection, which is not followed"
    case 401, 403: "the LFS server refuses the login (status \(status))"
    case 404: "there is no LFS server, or no such repository (status 404)"
    default: "the LFS server answers with status \(status)"
    }
  }
}

/// `%41` for `A`, RFC 3986.
enum PercentEscape {
  static func decode(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == 0x25, digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
