// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Plain POSIX threads for work that keeps a core busy and must not wait for a task to be resumed.
package enum Threads {
  /// The number of processors that are on line.
  package static let processors = max(1, Int(sysconf(CInt(_SC_NPROCESSORS_ONLN))))

  /// Runs `body` on the calling thread and on `count - 1` others, and waits for all.
  ///
  /// A thread that cannot be started is left out, so `body` must take its share from a common
  /// store of work.
  package static func run(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    var started: [Handle] = []
    for _ in 0..<max(0, count - 1) {
      if let handle = start(body) { started.append(handle) }
    }
    body()
    for handle in started { handle.join() }
  }

  /// Runs `body` on `count` threads that do nothing else, and waits for all; it is told whether it
  /// is on such a thread, and not on the calling one because none could be started.
  package static func runApart(_ count: Int, _ body: @escaping @Sendable (Bool) -> Void) {
    let started = (0..<count).compactMap { _ in start { body(true) } }
    if started.isEmpty { body(false) }
    for handle in started { handle.join() }
  }

  /// Runs `body` on a thread of its own that nobody waits for; not at all when there is none to be
  /// had, so that whoever needs the work done must be ready to do it.
  package static func begin(_ body: @escaping @Sendable () -> Void) { start(body)?.detach() }

  /// Makes something of every element on all processors, a thread for every four of them at most;
  /// the results are in no order.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    map(elements, with: { _ in }) { _, element in transform(element) }
  }

  /// The same, with something of its own for each thread, made by `own` where it is used.
  ///
  /// That is told whether the thread was started for this, and does nothing else.
  package static func map<Element: Sendable, Result: Sendable, Own>(
    _ elements: [Element], with own: @escaping @Sendable (_ isApart: Bool) -> Own,
    _ transform: @escaping @Sendable (Own, Element) -> Result
  ) -> [Result] {
    let queue = WorkQueue(sizes: elements.map { _ in .max })
    let done = Collector<Result>()
    let work: @Sendable (Bool) -> Void = { isApart in
      let mine = own(isApart)
      var results: [Result] = []
      while let share = queue.next() { results += share.map { transform(mine, elements[$0]) } }
      done.append(results)
    }
    let count = min(processors, elements.count / 4)
    if count > 1 { runApart(count, work) } else { work(false) }
    return done.take()
  }

  /// Waits.
  package static func pause(milliseconds: Int) {
    var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    // An interrupted wait is over.
    _ = unsafe nanosleep(&time, nil)
  }

  /// A thread that is joined or detached once.
  @safe private struct Handle {
    let thread: pthread_t

    func join() {
      #if canImport(Darwin)
        _ = unsafe pthread_join(thread, nil)
      #else
        _ = pthread_join(thread, nil)
      #endif
    }

    func detach() {
      #if canImport(Darwin)
        _ = unsafe pthread_detach(thread)
      #else
        _ = pthread_detach(thread)
      #endif
    }
  }

  private final class Start: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static func start(_ body: @escaping @Sendable () -> Void) -> Handle? {
    let argument = unsafe Unmanaged.passRetained(Start(body))
    let pointer = unsafe argument.toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let result = unsafe pthread_create(&thread, nil, { unsafe Threads.enter($0) }, pointer)
      if result == 0, let thread = unsafe thread { return unsafe Handle(thread: thread) }
    #else
      var thread = pthread_t()
      let result = unsafe pthread_create(&thread, nil, { unsafe Threads.enter($0) }, pointer)
      if result == 0 { return Handle(thread: thread) }
    #endif
    unsafe argument.release()
    return nil
  }

  private static func enter(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
    return nil
  }
}
