import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Console } from './app/console.tsx'
import './app/console.css'

const root = document.getElementById('console')
if (!root) throw new Error('index.html has no place for the console')
createRoot(root).render(
  <StrictMode>
    <Console />
  </StrictMode>,
)
