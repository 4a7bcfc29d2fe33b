"""How a rehearsal tells its mailroom to behave."""

import httpx

from hosting.house import House


async def set_behaviour(house: House, **changes: object) -> None:
    """Change these settings of the mailroom, and leave the others as they are."""
    url = house.settings.mailroom_url + "/behaviour"
    async with httpx.AsyncClient(trust_env=False) as client:
        present = (await client.get(url)).raise_for_status().json()
        answer = await client.put(url, json={**present, **changes})
        answer.raise_for_status()
