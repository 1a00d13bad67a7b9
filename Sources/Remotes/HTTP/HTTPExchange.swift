// SPDX-License-Identifier: Apache-2.0

/// A question to a server.
struct HTTPRequest: Sendable {
  enum Method: Sendable {
    case head, get
    case post([UInt8])
  }

  var method: Method
  var url: String
  var headers: [(name: String, value: String)] = []
  /// Name and password for basic authentication.
  var login: HTTPLogin?
  /// A file of certificates that are trusted instead of the system's.
  var certificates: String?
}

/// Who asks.
struct HTTPLogin: Sendable, Equatable {
  var user: String
  var password: String
}

/// What came back.
enum HTTPOutcome: Sendable {
  /// The server's answer.
  case answer(HTTPAnswer)
  /// No answer, and why: name not found, connection refused, time-out.
  case failure(String)
}

/// A server's answer.
struct HTTPAnswer: Sendable, Equatable {
  private static let lineLimit = 1000

  let status: Int
  /// The header fields with their names in lower case.
  let headers: [String: String]
  var body: [UInt8] = []

  /// Reads the last of the header blocks, which is the one that counts after an interim answer.
  init?(header bytes: [UInt8], body: [UInt8]) {
    let lines = bytes.split(separator: 0x0a, maxSplits: Self.lineLimit).map { line in
      String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
    }
    guard let start = lines.lastIndex(where: { $0.hasPrefix("HTTP/") }) else { return nil }
    let words = lines[start].split(separator: " ", maxSplits: 2)
    guard words.count >= 2, let status = Int(words[1]), 100...599 ~= status else { return nil }
    var headers: [String: String] = [:]
    for line in lines[(start + 1)...] {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers[line[..<colon].lowercased()] = String(value)
    }
    (self.status, self.headers, self.body) = (status, headers, body)
  }

  /// The length that the header says, in bytes.
  var length: Int64? { headers["content-length"].flatMap { Int64($0) } }
}
