//! The floor: a bare ratatui program that reads a file, draws its first screen,
//! scrolls by rows, and quits. What it costs, no ratatui program can undercut.

use crossterm::event::{self, Event, KeyCode};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use std::time::Duration;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).expect("floor FILE");
    let text = std::fs::read_to_string(path)?;
    let mut terminal = ratatui::init();
    let width = usize::from(terminal.size()?.width).max(1);
    let mut top = 0;
    'running: loop {
        terminal.draw(|frame| {
            let rows = rows(&text, width).skip(top).take(usize::from(frame.area().height));
            frame.render_widget(Paragraph::new(rows.map(Line::raw).collect::<Vec<_>>()), frame.area());
        })?;
        loop {
            if let Event::Key(key) = event::read()? {
                match key.code {
                    KeyCode::Char('j') => top += 1,
                    KeyCode::Char('k') => top = top.saturating_sub(1),
                    KeyCode::Char('q') => break 'running,
                    _ => {}
                }
            }
            if !event::poll(Duration::ZERO)? {
                break;
            }
        }
    }
    ratatui::restore();
    Ok(())
}

/// Lines cut at a width, without regard for words.
fn rows(text: &str, width: usize) -> impl Iterator<Item = &str> {
    text.lines().flat_map(move |line| {
        let mut rest = Some(line);
        std::iter::from_fn(move || {
            let line = rest?;
            let (row, behind) = line.char_indices().nth(width).map_or((line, None), |(at, _)| {
                let (row, behind) = line.split_at(at);
                (row, Some(behind))
            });
            rest = behind;
            Some(row)
        })
    })
}
