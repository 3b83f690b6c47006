//! Standard input to the service, the service to standard output.
//!
//! Stands where the library's own transport would: that one ends at the first message it cannot read, and a handler that
//! panics takes it along. A handler runs up to its first wait before the next message is looked at, so what messages
//! change changes in their order; nothing bounds how many then wait, so a cancellation is never behind them.

use std::io::{self, BufReader, BufWriter, Write};
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc as blocking;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::{FutureExt, SinkExt, StreamExt, future};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tower_lsp::LspService;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::ls_types::notification::{Exit, LogTrace, Notification};
use tower_lsp::ls_types::request::{Initialize, Request as _, Shutdown};
use tower_service::Service;

use super::backend::{self, Backend};
use super::framing::{Frames, Incoming};
use super::shared::Shared;
use super::{session, uris};

/// How many messages are read ahead.
const QUEUE: usize = 64;

/// How long the last answers may take to be read at the end.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Why the server ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// The client said `exit`, after `shutdown` or without.
    Exit {
        /// Whether it had said `shutdown`.
        after_shutdown: bool,
    },
    /// Standard input ended.
    Disconnected {
        /// Whether the client had said `shutdown`.
        after_shutdown: bool,
    },
    /// The process that started the server is gone, or nobody reads its output.
    Orphaned,
}

impl Ending {
    /// The exit code: 0 after `shutdown`, else 1.
    pub(super) fn code(self) -> ExitCode {
        match self {
            Ending::Exit { after_shutdown: true } | Ending::Disconnected { after_shutdown: true } => ExitCode::SUCCESS,
            Ending::Exit { .. } | Ending::Disconnected { .. } | Ending::Orphaned => ExitCode::FAILURE,
        }
    }
}

/// Serves until the client leaves.
///
/// # Errors
/// When the system gives no thread.
pub(super) async fn serve() -> Result<Ending> {
    let (service, socket) = backend::service();
    let shared = Arc::clone(service.inner().shared());
    let (output, writer) = Output::start(Arc::clone(&shared))?;
    let input = read_input()?;
    let (mut requests, mut responses) = socket.split();
    let to_client = output.clone();
    let forward = tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            to_client.send(&request);
        }
    });
    let ending = Dispatcher { service, shared, output }.run(input, &mut responses).await;
    tracing::info!(?ending, "the server ends");
    // What was answered is still written; what still waits is not.
    forward.abort();
    writer.finish();
    Ok(ending)
}

/// Reads standard input on a thread of its own: reading blocks, and nothing can interrupt it.
fn read_input() -> io::Result<mpsc::Receiver<Incoming>> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        let mut frames = Frames::new(BufReader::with_capacity(64 * 1024, io::stdin().lock()));
        loop {
            match frames.next() {
                Ok(Some(incoming)) => {
                    if sender.blocking_send(incoming).is_err() {
                        return;
                    }
                }
                Ok(None) => return,
                Err(error) => {
                    tracing::warn!(%error, "standard input cannot be read");
                    return;
                }
            }
        }
    })?;
    Ok(receiver)
}

/// Where messages to the client go.
#[derive(Debug, Clone)]
struct Output {
    sender: blocking::Sender<Option<Vec<u8>>>,
}

/// The thread that writes them.
struct Writer {
    sender: blocking::Sender<Option<Vec<u8>>>,
    done: blocking::Receiver<()>,
}

impl Output {
    fn start(shared: Arc<Shared>) -> io::Result<(Self, Writer)> {
        let (sender, receiver) = blocking::channel::<Option<Vec<u8>>>();
        let (finished, done) = blocking::channel();
        thread::Builder::new().name("output".to_owned()).spawn(move || {
            if let Err(error) = write(&receiver, BufWriter::new(io::stdout().lock())) {
                tracing::warn!(%error, "standard output cannot be written");
                shared.orphan();
            }
            drop(finished);
        })?;
        Ok((Self { sender: sender.clone() }, Writer { sender, done }))
    }

    fn send(&self, message: &impl Serialize) {
        match serde_json::to_vec(message) {
            // The writer is gone only when the client is.
            Ok(bytes) => drop(self.sender.send(Some(bytes))),
            Err(error) => tracing::error!(%error, "a message cannot be written as JSON"),
        }
    }
}

impl Writer {
    /// Waits until everything is written, though not for ever: the client may have stopped reading.
    fn finish(self) {
        drop(self.sender.send(None));
        let _ = self.done.recv_timeout(LAST_WORDS);
    }
}

fn write(messages: &blocking::Receiver<Option<Vec<u8>>>, mut output: impl Write) -> io::Result<()> {
    while let Ok(Some(message)) = messages.recv() {
        let mut next = Some(message);
        let mut last = false;
        // Flushed when nothing more waits: a burst of diagnostics is one write.
        while let Some(message) = next {
            write!(output, "Content-Length: {}\r\n\r\n", message.len())?;
            output.write_all(&message)?;
            next = match messages.try_recv() {
                Ok(Some(message)) => Some(message),
                Ok(None) => {
                    last = true;
                    None
                }
                Err(_) => None,
            };
        }
        output.flush()?;
        if last {
            break;
        }
    }
    Ok(())
}

/// What a message turned out to be.
enum Kind {
    Request(Request),
    Response(Response),
    /// Neither, with the id it carried.
    Invalid(Id),
}

struct Dispatcher {
    service: LspService<Backend>,
    shared: Arc<Shared>,
    output: Output,
}

impl Dispatcher {
    async fn run(
        mut self,
        mut input: mpsc::Receiver<Incoming>,
        responses: &mut (impl futures_util::Sink<Response> + Unpin),
    ) -> Ending {
        let mut after_shutdown = false;
        loop {
            let incoming = tokio::select! {
                incoming = input.recv() => incoming,
                () = self.shared.orphaned() => return Ending::Orphaned,
            };
            match incoming {
                None => return Ending::Disconnected { after_shutdown },
                Some(Incoming::Garbage(complaint)) => {
                    tracing::warn!(complaint, "what came is no message");
                    self.output.send(&Response::from_error(Id::Null, Error::parse_error()));
                }
                Some(Incoming::Message(message)) => match kind(message) {
                    Kind::Request(request) => {
                        let exits = request.method() == Exit::METHOD;
                        after_shutdown |= request.method() == Shutdown::METHOD && self.shared.is_initialized();
                        self.dispatch(request);
                        if exits {
                            return Ending::Exit { after_shutdown };
                        }
                    }
                    Kind::Response(response) => drop(responses.send(response).await),
                    Kind::Invalid(id) => {
                        tracing::warn!("what came is JSON, but neither request nor answer");
                        self.output.send(&Response::from_error(id, Error::invalid_request()));
                    }
                },
            }
        }
    }

    /// Runs the handler up to its first wait; the rest on its own.
    fn dispatch(&mut self, request: Request) {
        let started = Instant::now();
        let (method, id) = (request.method().to_owned(), request.id().cloned());
        // Always ready: the library waits only while `initialize` is being answered, and ours answers at once.
        let handler = AssertUnwindSafe(self.service.call(request)).catch_unwind();
        let (output, shared) = (self.output.clone(), Arc::clone(&self.shared));
        let mut answered = Box::pin(async move {
            let response = match handler.await {
                Ok(Ok(response)) => response,
                Ok(Err(error)) => {
                    tracing::warn!(%error, method, "a message was not handled");
                    None
                }
                // The panic itself is in the log already.
                Err(_) => id.clone().map(|id| Response::from_error(id, Error::internal_error())),
            };
            // The library passes over every `$/…`, but only notifications may go unanswered.
            let response = response.or_else(|| id.map(|id| Response::from_error(id, Error::method_not_found())));
            if let Some(response) = response {
                trace(&shared, &output, &method, &response, started);
                output.send(&response);
            }
        });
        if future::FutureExt::now_or_never(&mut answered).is_none() {
            tokio::spawn(answered);
        }
    }
}

/// Tells a client that wants to know what was answered, and how long it took.
fn trace(shared: &Shared, output: &Output, method: &str, response: &Response, started: Instant) {
    let Some(verbose) = shared.trace() else { return };
    let outcome = match response.error() {
        Some(error) => format!("failed: {}", error.message),
        None => "answered".to_owned(),
    };
    let message =
        format!("{method} ({}) {outcome} after {:.2} ms", response.id(), started.elapsed().as_secs_f64() * 1e3);
    let mut params = json!({ "message": message });
    if verbose {
        params["verbose"] = json!(response.result().map(ToString::to_string));
    }
    output.send(&Request::build(LogTrace::METHOD).params(params).finish());
}

fn kind(message: Value) -> Kind {
    let Value::Object(mut fields) = message else { return Kind::Invalid(Id::Null) };
    let id = match fields.remove("id") {
        None => None,
        Some(value) => match serde_json::from_value::<Id>(value) {
            Ok(id) => Some(id),
            Err(_) => return Kind::Invalid(Id::Null),
        },
    };
    match (fields.remove("method"), id) {
        (Some(Value::String(method)), id) => {
            let mut request = Request::build(method.clone());
            match fields.remove("params") {
                None | Some(Value::Null) => {}
                Some(mut params @ (Value::Object(_) | Value::Array(_))) => {
                    uris::tidy(&mut params);
                    if method == Initialize::METHOD {
                        session::keep_raw(&mut params);
                    }
                    request = request.params(params);
                }
                Some(_) => return Kind::Invalid(id.unwrap_or(Id::Null)),
            }
            Kind::Request(match id {
                Some(id) => request.id(id).finish(),
                None => request.finish(),
            })
        }
        (None, Some(id)) => match fields.remove("error").map(serde_json::from_value::<Error>) {
            None | Some(Err(_)) if fields.contains_key("result") => {
                Kind::Response(Response::from_ok(id, fields.remove("result").unwrap_or_default()))
            }
            Some(Ok(error)) => Kind::Response(Response::from_error(id, error)),
            None | Some(Err(_)) => Kind::Invalid(id),
        },
        (_, id) => Kind::Invalid(id.unwrap_or(Id::Null)),
    }
}
