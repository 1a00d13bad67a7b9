// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage

/// The options of curl for a batch of requests, as `curl --config` reads them.
struct CurlConfiguration {
  private let folder: FilePath
  /// The whole text.
  private(set) var text = """
    silent
    parallel
    parallel-max = 32

    """
  private var isFirst = true

  init(folder: FilePath) { self.folder = folder }

  static func header(_ index: Int, _ folder: FilePath) -> FilePath {
    folder.appending("\(index).header")
  }

  static func body(_ index: Int, _ folder: FilePath) -> FilePath {
    folder.appending("\(index).body")
  }

  /// Adds a request; what would break out of a line is refused.
  mutating func add(_ request: HTTPRequest, as index: Int) throws {
    if !isFirst { text += "next\n" }
    isFirst = false
    try set("url", request.url)
    text += "globoff\npath-as-is\nproto = \"=http,https\"\n"
    text += "connect-timeout = 10\nmax-time = 120\nretry = 2\nretry-max-time = 60\n"
    text += "max-filesize = \(Curl.bodyLimit)\n"
    try set("dump-header", Self.header(index, folder).string)
    try set("output", Self.body(index, folder).string)
    text += "write-out = \"\(index) %{exitcode} %{errormsg}\\n\"\n"
    for (name, value) in request.headers { try set("header", "\(name): \(value)") }
    if let login = request.login { try set("user", "\(login.user):\(login.password)") }
    if let certificates = request.certificates { try set("cacert", certificates) }
    switch request.method {
    case .get: break
    case .head: text += "head\n"
    case .post(let bytes):
      let file = folder.appending("\(index).sent")
      try AtomicFile.write(bytes, to: file)
      try set("data-binary", "@\(file.string)")
    }
  }

  private mutating func set(_ option: String, _ value: String) throws(Failure) {
    guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
      throw Failure("a setting for '\(option)' holds a control character")
    }
    let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    text += "\(option) = \"\(escaped)\"\n"
  }
}
