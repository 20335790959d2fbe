"""
A second gateway, made from the contract alone: asyncio and aiohttp, where the reference has threads.

It claims `same-origin` and nothing else, keeps everything in memory, and shares no code with anybody. What it
cannot keep without knowing how the reference works would be a fault of the contract.
"""
